using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanLinalg.Lora.Tests;

/// <summary>Which folder of a project uses what another one declares, as the compiler sees it.</summary>
/// <remarks>
/// A use is a name in the code, a member reached through another, or a constructor behind <c>new()</c>. Documentation
/// is not code: it may refer to anything.
/// </remarks>
internal sealed class FolderGraph
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly SortedDictionary<string, SortedDictionary<string, string>> uses = new(StringComparer.Ordinal);

    private FolderGraph(Compilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
            {
                if (node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax)
                {
                    Add(tree, model.GetSymbolInfo(node).Symbol);
                }
            }
        }
    }

    /// <summary>The graph of a project in this checkout.</summary>
    /// <param name="project">Its path from the root of the checkout; the last part is the name of its assembly.</param>
    public static FolderGraph OfProject(string project)
    {
        string root = Path.Combine(Checkout.Root, project);
        return Of(
            from path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            let relative = Path.GetRelativePath(root, path)
            where Folder(relative) is not ("bin" or "obj")
            select (relative, File.ReadAllText(path)),
            Path.GetFileName(project)
        );
    }

    /// <summary>The graph of sources.</summary>
    /// <param name="sources">Paths from the project's folder, and what is in the files.</param>
    /// <param name="assembly">The name of their own assembly, which is no reference of theirs.</param>
    public static FolderGraph Of(IEnumerable<(string Path, string Text)> sources, string assembly = "")
    {
        CSharpParseOptions options = new(LanguageVersion.Preview);
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return new(
            CSharpCompilation.Create(
                "Sources",
                sources
                    .Append(("Usings.cs", Usings))
                    .Select(source => CSharpSyntaxTree.ParseText(source.Item2, options, source.Item1)),
                platform
                    .Where(path => Path.GetFileNameWithoutExtension(path) != assembly)
                    .Select(path => MetadataReference.CreateFromFile(path)),
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)
            )
        );
    }

    /// <summary>The folders that a folder uses.</summary>
    public IEnumerable<string> UsedBy(string folder) => uses.TryGetValue(folder, out var used) ? used.Keys : [];

    /// <summary>A way from a folder back to itself, a use a line; null if there is none.</summary>
    public string? Circle()
    {
        HashSet<string> done = [];
        return uses.Keys.Select(folder => Circle(folder, [], done)).FirstOrDefault(circle => circle is not null);
    }

    private string? Circle(string folder, List<string> path, HashSet<string> done)
    {
        int start = path.IndexOf(folder);
        if (start >= 0)
        {
            IEnumerable<string> circle = path[start..].Append(folder);
            return string.Join('\n', circle.Zip(circle.Skip(1), (from, to) => $"{from} → {to}: {uses[from][to]}"));
        }
        if (done.Contains(folder))
        {
            return null;
        }
        path.Add(folder);
        string? found = UsedBy(folder)
            .Select(used => Circle(used, path, done))
            .FirstOrDefault(circle => circle is not null);
        path.RemoveAt(path.Count - 1);
        done.Add(folder);
        return found;
    }

    private void Add(SyntaxTree tree, ISymbol? symbol)
    {
        if (symbol is null or INamespaceSymbol)
        {
            return;
        }
        ISymbol declared = ((symbol as IMethodSymbol)?.ReducedFrom ?? symbol).OriginalDefinition;
        if (declared is IMethodSymbol { IsImplicitlyDeclared: true })
        {
            declared = declared.ContainingType;
        }
        string folder = Folder(tree.FilePath);
        string[] homes = [.. declared.DeclaringSyntaxReferences.Select(home => Folder(home.SyntaxTree.FilePath))];
        if (homes.Length == 0 || homes.Contains(folder))
        {
            return;
        }
        if (!uses.TryGetValue(folder, out SortedDictionary<string, string>? used))
        {
            uses.Add(folder, used = new(StringComparer.Ordinal));
        }
        used.TryAdd(homes[0], $"{tree.FilePath} uses {declared.ToDisplayString()}");
    }

    /// <summary>The first part of a path; a dot for files in the project's own folder.</summary>
    private static string Folder(string path) => path.Split('/', '\\') is [string first, _, ..] ? first : ".";
}
