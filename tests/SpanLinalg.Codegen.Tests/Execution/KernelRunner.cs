using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace SpanLinalg.Codegen.Tests;

/// <summary>A way to execute machine code: what takes calls in the protocol of native/kernel-runner.c and gives the results.</summary>
internal sealed class KernelRunner
{
    private static readonly string Native = Crossgen.Metadata("Native");

    private static readonly string? NoAvx512 = Avx512DQ.IsSupported ? null : "this processor has no AVX-512";

    private readonly Lazy<string[]> _command;

    private KernelRunner(TargetProcessor target, string? missing, Func<string[]> command)
    {
        Target = target;
        Missing =
            Crossgen.Missing
            ?? (Fma.IsSupported ? null : "this processor has no FMA, so its scalar kernels round differently")
            ?? missing;
        _command = new(command);
    }

    public static KernelRunner Avx2 { get; } = Here(TargetProcessor.X64V3, missing: null);

    public static KernelRunner Avx512 { get; } = Here(TargetProcessor.X64V4, NoAvx512);

    /// <summary>The half of AVX-512's registers.</summary>
    public static KernelRunner Avx512Half { get; } = Here(TargetProcessor.X64V4Half, NoAvx512);

    public static KernelRunner Bochs { get; } = Emulated(TargetProcessor.X64V4);

    public static KernelRunner BochsHalf { get; } = Emulated(TargetProcessor.X64V4Half);

    public static KernelRunner Qemu { get; } =
        new(
            TargetProcessor.Arm64,
            MissingOf("aarch64-linux-gnu-gcc", "qemu-aarch64-static"),
            () => ["qemu-aarch64-static", Build("aarch64-linux-gnu-gcc", TargetProcessor.Arm64)]
        );

    /// <summary>What its code is compiled for.</summary>
    public TargetProcessor Target { get; }

    /// <summary>Why it cannot run here, or null if it can.</summary>
    public string? Missing { get; }

    public static KernelRunner Named(string name) =>
        name switch
        {
            nameof(Avx2) => Avx2,
            nameof(Avx512) => Avx512,
            nameof(Avx512Half) => Avx512Half,
            nameof(Bochs) => Bochs,
            nameof(BochsHalf) => BochsHalf,
            nameof(Qemu) => Qemu,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such runner."),
        };

    /// <summary>Makes the calls in another process, which a kernel that goes wrong may bring down.</summary>
    public byte[] Run(byte[] calls) => Execute(_command.Value, calls);

    private static KernelRunner Here(TargetProcessor target, string? missing) =>
        new(target, missing ?? MissingOf("gcc"), () => [Build("gcc", target)]);

    /// <summary>AVX-512 on any processor: the code runs on a bare machine, emulated.</summary>
    private static KernelRunner Emulated(TargetProcessor target) =>
        new(
            target,
            MissingOf("gcc", "objcopy", "bochs", "xorriso", "mformat", "grub-mkrescue", "/usr/lib/grub/i386-pc"),
            () => [Path.Combine(Native, "bare-metal", "run.sh")]
        );

    private static string Build(string compiler, TargetProcessor target)
    {
        string program = Path.Combine(AppContext.BaseDirectory, $"kernel-runner-{target.Name}");
        string source = Path.Combine(Native, "kernel-runner.c");
        Execute([compiler, "-static", "-O2", "-Wall", "-Werror", "-o", program, source], []);
        return program;
    }

    private static byte[] Execute(string[] command, byte[] input)
    {
        ProcessStartInfo start = new(command[0], command[1..])
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
            stream.Write(input);
        });
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{string.Join(' ', command)} ended with {process.ExitCode}, after {output.Length} bytes.\n{errors.Result}"
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
