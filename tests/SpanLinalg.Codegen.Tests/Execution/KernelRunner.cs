using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace SpanLinalg.Codegen.Tests;

/// <summary>native/kernel-runner.c for one kind of processor: on this one if it can, under an emulator if not.</summary>
internal sealed class KernelRunner
{
    private static readonly Dictionary<string, KernelRunner> Runners = TargetProcessor.All.ToDictionary(
        target => target.Name,
        target => new KernelRunner(target)
    );

    private readonly string _compiler;
    private readonly string? _emulator;
    private readonly Lazy<string> _program;

    private KernelRunner(TargetProcessor target)
    {
        (_compiler, _emulator) = target.IsX64 ? ("gcc", null) : ("aarch64-linux-gnu-gcc", "qemu-aarch64-static");
        Missing =
            Crossgen.Missing
            ?? (Fma.IsSupported ? null : "the scalar kernels round differently, since this processor has no FMA")
            ?? (target.Width == SimdWidth.Vector512 && !Avx512DQ.IsSupported ? "this processor has no AVX-512" : null)
            ?? MissingProgram(_compiler)
            ?? (_emulator is null ? null : MissingProgram(_emulator));
        _program = new(() => Build(Path.Combine(AppContext.BaseDirectory, $"kernel-runner-{target.Name}")));
    }

    /// <summary>Why code for this processor cannot be executed here, or null if it can.</summary>
    public string? Missing { get; }

    public static KernelRunner For(TargetProcessor target) => Runners[target.Name];

    /// <summary>Makes the calls in another process, which a kernel that goes wrong may bring down.</summary>
    public IReadOnlyList<KernelResult<T>> Run<T>(byte[] code, IReadOnlyList<KernelCall<T>> calls)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using MemoryStream input = new();
        using (BinaryWriter writer = new(input, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            foreach (KernelCall<T> call in calls)
            {
                call.Write(writer, code);
            }
        }

        string[] command = _emulator is null ? [_program.Value] : [_emulator, _program.Value];
        using MemoryStream output = new(Execute(command, input.ToArray()));
        using BinaryReader reader = new(output);
        return [.. calls.Select(call => Read(reader, call))];
    }

    private static KernelResult<T> Read<T>(BinaryReader reader, KernelCall<T> call)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T value = MemoryMarshal.Read<T>(reader.ReadBytes(8));
        T[] memory = call.Memory;
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(memory.AsSpan()));
        return new(value, memory);
    }

    private string Build(string program)
    {
        string source = Path.Combine(Crossgen.Metadata("Native"), "kernel-runner.c");
        Execute([_compiler, "-static", "-O2", "-Wall", "-Werror", "-o", program, source], []);
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

    private static string? MissingProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(directory => File.Exists(Path.Combine(directory, name)))
            ? null
            : $"there is no {name}, which native/install-emulators.sh installs";
}

/// <summary>A theory about executed code: skipped, and the reason printed, where the processor can be neither found nor emulated.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ExecutionTheoryAttribute : TheoryAttribute
{
    public ExecutionTheoryAttribute(string processor) =>
        Skip = KernelRunner.For(TargetProcessor.Named(processor)).Missing is { } reason
            ? $"{processor}: {reason}"
            : null;
}
