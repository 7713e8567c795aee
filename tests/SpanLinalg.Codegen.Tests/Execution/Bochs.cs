using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace SpanLinalg.Codegen.Tests;

/// <summary>
/// A machine with AVX-512, emulated: takes calls in the protocol of native/bare-metal/kernel-runner.c and gives the
/// results.
/// </summary>
internal static class Bochs
{
    private static readonly string Script = Path.Combine(Crossgen.Metadata("BareMetal"), "run.sh");

    /// <summary>Why it cannot run here, or null if it can.</summary>
    public static string? Missing { get; } =
        Crossgen.Missing
        ?? (Fma.IsSupported ? null : "this processor has no FMA, so its scalar kernels round differently")
        ?? MissingOf("gcc", "objcopy", "bochs", "xorriso", "mformat", "grub-mkrescue", "/usr/lib/grub/i386-pc");

    /// <summary>Makes the calls, and fails if a kernel brings the machine down.</summary>
    public static byte[] Run(byte[] calls)
    {
        ProcessStartInfo start = new(Script)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        // A program that dies does not read the rest; its exit code says more than the broken pipe.
        Task writing = Task.Run(() =>
        {
            using Stream stream = process.StandardInput.BaseStream;
            stream.Write(calls);
        });
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{Script} ended with {process.ExitCode}, after {output.Length} bytes.\n{errors.Result}"
            );
        }
        writing.Wait();
        return output.ToArray();
    }

    /// <summary>The first of these programs, or paths, that is not there.</summary>
    private static string? MissingOf(params string[] needs) =>
        needs.FirstOrDefault(need => !SearchPath.Any(directory => Path.Exists(Path.Combine(directory, need))))
            is { } missing
            ? $"there is no {missing}, which native/install-emulators.sh installs"
            : null;

    private static string[] SearchPath => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
}
