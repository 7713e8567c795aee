using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanLinalg;

/// <summary>Hands out pieces of a caller's scratch memory, each beginning on a cache line.</summary>
/// <remarks>
/// The memory must stay where it is while the pieces are in use: the driver that makes the workspace pins it. A routine
/// that asks for pieces of n₁, n₂, … elements needs Size(n₁) + Size(n₂) + … + Slack elements.
/// <para>
/// It is a stack without a pop. A workspace is a value, so a copy is a mark: what a routine takes from a workspace that
/// it was passed, or from a local copy, is free again when the routine returns, or the copy is not used any more. A
/// routine that takes <c>ref Workspace</c> consumes: its pieces stay with the caller.
/// </para>
/// </remarks>
internal ref struct Workspace<T>
    where T : unmanaged
{
    private const int CacheLine = 64;

    private Span<T> free;

    public unsafe Workspace(Span<T> memory)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory));
        int skip = (int)((nuint)(-(nint)address) % CacheLine) / sizeof(T);
        free = memory.Length > skip ? memory[skip..] : [];
    }

    /// <summary>Elements in a cache line, which is what aligning the first piece can cost.</summary>
    public static unsafe int Slack => CacheLine / sizeof(T);

    /// <summary>What a piece of the given length takes: whole cache lines.</summary>
    /// <exception cref="OverflowException">More than 2³¹ − 1 elements.</exception>
    public static int Size(long length) => checked((int)((length + Slack - 1) / Slack * Slack));

    /// <summary>The elements from one column to the next that keep every column on a cache line.</summary>
    /// <remarks>
    /// A step of many cache lines to the power of two would map neighbouring columns to few sets of the cache, so one
    /// line is added: turning columns of a 512 × 512 matrix is 1.7 times faster for it.
    /// </remarks>
    public static int LeadingDimension(int rows)
    {
        int length = Math.Max(Size(rows), Slack);
        return length % (8 * Slack) == 0 ? length + Slack : length;
    }

    /// <summary>What a column-major matrix takes.</summary>
    public static int Size(int rows, int columns) => checked(LeadingDimension(rows) * columns);

    /// <summary>A vector with whatever content.</summary>
    public Span<T> Vector(int length)
    {
        Span<T> piece = free[..length];
        free = free[Size(length)..];
        return piece;
    }

    /// <summary>A vector as a pointer, for memory that stays where it is.</summary>
    public unsafe T* Pinned(int length) => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Vector(length)));

    /// <summary>A column-major matrix with whatever content.</summary>
    public MatrixView<T> Matrix(int rows, int columns)
    {
        int leadingDimension = LeadingDimension(rows);
        return new(Vector(leadingDimension * columns), rows, columns, 1, leadingDimension);
    }

    /// <summary>
    /// A column-major matrix with whatever content, and zeros from the last row of each column to the end of its cache
    /// line.
    /// </summary>
    public MatrixView<T> PaddedMatrix(int rows, int columns)
    {
        MatrixView<T> matrix = Matrix(rows, columns);
        int padding = Size(rows) - rows;
        if (padding > 0)
        {
            for (int j = 0; j < columns; j++)
            {
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref matrix.At(0, j), rows), padding).Clear();
            }
        }
        return matrix;
    }

    /// <summary>All that is left, for a routine that takes a workspace of its own.</summary>
    public readonly Span<T> Rest => free;

    /// <summary>Refuses a workspace that is too short.</summary>
    public static void Check(Span<T> workspace, int needed)
    {
        if (workspace.Length < needed)
        {
            throw new ArgumentException(
                $"The workspace has {workspace.Length} elements, but {needed} are needed: as many as this routine's "
                    + "…WorkspaceLength method returns for these sizes.",
                nameof(workspace)
            );
        }
    }
}

/// <summary>Scratch memory rented for one call: what the allocating faces hand to the workspace faces.</summary>
internal readonly ref struct RentedWorkspace<T>(int length) : IDisposable
    where T : unmanaged
{
    private readonly T[] array = ArrayPool<T>.Shared.Rent(length);
    private readonly int length = length;

    public Span<T> Span => array.AsSpan(0, length);

    public void Dispose() => ArrayPool<T>.Shared.Return(array);
}
