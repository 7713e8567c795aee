using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SpanLinalg.Latency;

/// <summary>Publishes this program in the ways that a mode asks for, below artifacts/latency.</summary>
internal static class Builder
{
    private const string Name = "SpanLinalg.Latency";

    private static readonly string Root = FindRoot();

    /// <summary>
    /// The command that runs the program, or null if this machine cannot make it, which is then said.
    /// </summary>
    /// <param name="build">How to compile it.</param>
    /// <param name="library">The SpanLinalg.dll to use instead of the repository's own, or null.</param>
    public static string[]? Publish(Build build, string? library)
    {
        if (build == Build.Jit && library is null)
        {
            return ["dotnet", Path.Combine(AppContext.BaseDirectory, $"{Name}.dll")];
        }

        // A directory for each, intermediate files included: a build would take over what another one left there.
        string directory = Path.Combine(Root, "artifacts", "latency", $"{build}{(library is null ? "" : "-against")}");
        string output = Path.Combine(directory, "app");
        Console.Error.WriteLine($"publishing {Path.GetRelativePath(Root, output)}");
        string[] reference = library is null ? [] : [$"-p:SpanLinalgReference={Path.GetFullPath(library)}"];
        ProcessStartInfo start = new(
            "dotnet",
            [
                "publish",
                Path.Combine(Root, "benchmarks", Name),
                "-c:Release",
                "-v:quiet",
                "-clp:NoSummary",
                "-nodeReuse:false",
                "--artifacts-path",
                directory,
                "-o",
                output,
                .. reference,
                .. Properties(build),
            ]
        )
        {
            WorkingDirectory = Root,
        };
        Finished publish = Finished.Of(start);
        if (publish.ExitCode != 0)
        {
            Console.Error.WriteLine($"left out: {build} cannot be published here.");
            Console.Error.WriteLine(string.Join('\n', publish.Output.Split('\n').Take(8)));
            return null;
        }
        return build == Build.Jit ? ["dotnet", Path.Combine(output, $"{Name}.dll")] : [Path.Combine(output, Name)];
    }

    private static string[] Properties(Build build) =>
        build switch
        {
            Build.Jit => [],
            Build.ReadyToRun =>
            [
                $"-r:{RuntimeInformation.RuntimeIdentifier}",
                "--self-contained",
                "-p:PublishReadyToRun=true",
                "-p:PublishReadyToRunComposite=true",
            ],
            Build.Native =>
            [
                $"-r:{RuntimeInformation.RuntimeIdentifier}",
                "-p:PublishAot=true",
                "-p:IlcInstructionSet=native",
            ],
            _ => [$"-r:{RuntimeInformation.RuntimeIdentifier}", "-p:PublishAot=true"],
        };

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "SpanLinalg.sln")))
        {
            directory = directory.Parent;
        }
        return directory?.FullName ?? Environment.CurrentDirectory;
    }
}

/// <summary>What a child process left behind.</summary>
internal sealed record Finished(int ExitCode, string Output)
{
    public static Finished Of(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output);
    }
}
