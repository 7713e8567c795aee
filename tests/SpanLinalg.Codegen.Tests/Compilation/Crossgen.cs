using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace SpanLinalg.Codegen.Tests;

/// <summary>Crossgen2, the runtime's compiler ahead of time: the same JIT, but for any processor.</summary>
internal static class Crossgen
{
    private static readonly string Executable = Path.Combine(Metadata("Crossgen"), "crossgen2");

    // On x64 the intrinsics of arm64 are methods that throw.
    private static readonly string FrameworkForArm64 = Metadata("FrameworkForArm64");

    private static readonly string FrameworkHere = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>Why there is no compiler, or null if there is one.</summary>
    public static string? Missing { get; } =
        !OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64
            ? $"Crossgen2 runs here on Linux and x64 only, and this is {RuntimeInformation.RuntimeIdentifier}"
        : !File.Exists(Executable) ? $"there is no {Executable}: the package was not restored"
        : !Directory.Exists(FrameworkForArm64) ? $"there is no {FrameworkForArm64}: the package was not restored"
        : null;

    /// <summary>Where the listings, images and maps are left, to be read by people too.</summary>
    public static string OutputDirectory { get; } = Path.Combine(AppContext.BaseDirectory, "codegen");

    /// <summary>
    /// Compiles what <see cref="Roots"/> leads to, and prints the code of the methods with these names.
    /// </summary>
    public static void Compile(TargetProcessor target, IEnumerable<string> methods)
    {
        string output = Path.Combine(OutputDirectory, target.Name);
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }
        Directory.CreateDirectory(output);
        string core = Path.Combine(output, "SpanLinalg.dll");
        AheadOfTimeCopy.Write(typeof(Gemm).Assembly.Location, core);

        string roots = typeof(Roots).Assembly.Location;
        string framework = Path.Combine(target.IsX64 ? FrameworkHere : FrameworkForArm64, "*.dll");
        IEnumerable<string> others = Directory
            .EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(file => Path.GetFileName(file) != "SpanLinalg.dll" && file != roots);
        Run([
            roots,
            $"-o:{Path.Combine(output, "image.dll")}",
            "-O",
            "--targetos:linux",
            $"--targetarch:{target.Architecture}",
            $"--instruction-set:{target.InstructionSet}",
            $"-r:{core}",
            $"-r:{framework}",
            .. others.Select(file => $"-r:{file}"),
            // Code for generic types of the core and the framework is made only if all of them change together.
            "--inputbubble",
            "--compilebubblegenerics",
            $"--inputbubbleref:{core}",
            $"--inputbubbleref:{framework}",
            "--mapcsv",
            $"--codegenopt:JitDisasm={string.Join(' ', methods)}",
            $"--codegenopt:JitStdOutFile={Path.Combine(output, "listing.txt")}",
            // Threads would print into each other's lines.
            "--parallelism:1",
        ]);
    }

    public static string Metadata(string key) =>
        typeof(Crossgen)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;

    private static void Run(string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(Executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"Crossgen2 failed.\n{output}\n{errors.Result}");
        }
    }
}

/// <summary>A theory about compiled code: skipped, and the reason printed, where nothing can compile it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CodegenTheoryAttribute : TheoryAttribute
{
    public CodegenTheoryAttribute() => Skip = Crossgen.Missing;
}
