using System.Numerics;
using System.Runtime.InteropServices;

namespace SpanLinalg.Codegen.Tests;

/// <summary>Calls of several kernels that one process makes, and what must come of them.</summary>
internal sealed class ExecutionBatch(TargetProcessor target)
{
    private readonly List<byte[]> _calls = [];
    private readonly List<Action<BinaryReader>> _checks = [];

    /// <summary>All calls of a kernel, for float and double, if it is used for both.</summary>
    public ExecutionBatch Add(string kernel)
    {
        Add<float>(kernel);
        Add<double>(kernel);
        return this;
    }

    /// <summary>Makes the calls, and fails unless the results are those of the scalar kernels, bit for bit.</summary>
    public void Check()
    {
        using BinaryReader results = new(new MemoryStream(Bochs.Run([.. _calls.SelectMany(call => call)])));
        foreach (Action<BinaryReader> check in _checks)
        {
            check(results);
        }
    }

    private void Add<T>(string kernel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Kernel.Named(kernel).FmasOn(target, typeof(T)) is null)
        {
            return;
        }
        byte[] code = CompiledCore.For(target).Code(Kernel.Named(kernel), typeof(T));
        ExecutionCase<T> execution = new ExecutionCases<T>(target).Of(kernel);
        for (int i = 0; i < execution.Calls.Count; i++)
        {
            KernelCall<T> call = execution.Calls[i];
            string context = $"{target} {kernel} of {typeof(T).Name}, call {i}";
            _calls.Add(call.Encode(code));
            _checks.Add(results =>
            {
                KernelResult<T> expected = call.Run(execution.Scalar);
                KernelResult<T> actual = Read(results, call);
                if (execution.ReturnsValue)
                {
                    Assert.True(expected.Value == actual.Value, $"{context}: {actual.Value}, not {expected.Value}");
                }
                AssertSameBits(expected.Memory, actual.Memory, context);
            });
        }
    }

    private static KernelResult<T> Read<T>(BinaryReader reader, KernelCall<T> call)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T value = MemoryMarshal.Read<T>(reader.ReadBytes(8));
        T[] memory = call.Memory;
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(memory.AsSpan()));
        return new(value, memory);
    }

    private static void AssertSameBits<T>(T[] expected, T[] actual, string context)
        where T : unmanaged
    {
        for (int i = 0; i < expected.Length; i++)
        {
            ReadOnlySpan<byte> left = MemoryMarshal.AsBytes(expected.AsSpan(i, 1)),
                right = MemoryMarshal.AsBytes(actual.AsSpan(i, 1));
            Assert.True(left.SequenceEqual(right), $"{context}, element {i}: {actual[i]}, not {expected[i]}");
        }
    }
}
