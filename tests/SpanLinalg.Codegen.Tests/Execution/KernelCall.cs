using System.Numerics;
using System.Runtime.InteropServices;

namespace SpanLinalg.Codegen.Tests;

/// <summary>
/// The arguments of a call, in a form that can travel to another process: pointers are offsets into one memory.
/// </summary>
/// <remarks>What native/bare-metal/kernel-runner.c reads; its comment is the description.</remarks>
internal sealed class KernelCall<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Between the operands, and behind the last: NaN, which a kernel must neither read into a result nor write over.
    private const int Gap = 19;

    private const int IntegerSlots = 13;

    private readonly List<T> _memory = [.. Enumerable.Repeat(T.NaN, Gap)];
    private readonly List<long> _integers = [];
    private readonly List<T> _numbers = [];
    private long _isPointer;
    private long _inStruct;

    /// <summary>The memory before the call.</summary>
    public T[] Memory => [.. _memory];

    public KernelCall<T> Integer(long value)
    {
        _integers.Add(value);
        return this;
    }

    public KernelCall<T> Number(T value)
    {
        _numbers.Add(value);
        return this;
    }

    /// <summary>
    /// The arguments are the first fields of a struct: whole numbers and pointers, and then the others.
    /// </summary>
    public KernelCall<T> InStruct()
    {
        _inStruct = 1;
        return this;
    }

    /// <summary>A pointer to these elements.</summary>
    public KernelCall<T> Pointer(T[] elements)
    {
        _isPointer |= 1L << _integers.Count;
        _integers.Add(_memory.Count * Marshal.SizeOf<T>());
        _memory.AddRange(elements);
        _memory.AddRange(Enumerable.Repeat(T.NaN, Gap));
        return this;
    }

    /// <summary>The call of this code, as it goes to the runner.</summary>
    public byte[] Encode(byte[] code)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        byte[] memory = MemoryMarshal.AsBytes<T>(Memory).ToArray();
        writer.Write((long)code.Length);
        writer.Write((long)memory.Length);
        writer.Write((long)Marshal.SizeOf<T>());
        writer.Write(_isPointer);
        writer.Write(_inStruct);
        for (int i = 0; i < IntegerSlots; i++)
        {
            writer.Write(i < _integers.Count ? _integers[i] : 0);
        }
        Span<byte> numbers = stackalloc byte[16];
        for (int i = 0; i < _numbers.Count; i++)
        {
            MemoryMarshal.Write(numbers[(8 * i)..], _numbers[i]);
        }
        writer.Write(numbers);
        writer.Write(code);
        writer.Write(memory);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Makes the call in this process: what comes back, and the memory as it then is.</summary>
    public unsafe KernelResult<T> Run(ScalarKernel<T> kernel)
    {
        T[] memory = Memory;
        fixed (T* start = memory)
        {
            nint[] integers = new nint[_integers.Count];
            for (int i = 0; i < integers.Length; i++)
            {
                integers[i] = (nint)_integers[i] + ((_isPointer >> i & 1) != 0 ? (nint)start : 0);
            }
            return new(kernel(integers, [.. _numbers]), memory);
        }
    }
}

/// <summary>
/// A kernel of the host, given its whole numbers and pointers, and its floating-point numbers; zero if it returns
/// nothing.
/// </summary>
internal delegate T ScalarKernel<T>(nint[] integers, T[] numbers);

/// <summary>What a call came to.</summary>
internal sealed record KernelResult<T>(T Value, T[] Memory);
