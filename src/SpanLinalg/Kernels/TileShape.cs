namespace SpanLinalg.Kernels;

/// <summary>The largest tiles that there are kernels for.</summary>
internal static class TileShape
{
    public const int MostRows = 8;

    public const int MostVectors = 3;
}

/// <summary>A small number as a type, so that the JIT compiles a kernel for it.</summary>
internal interface IExtent
{
    static abstract int Value { get; }
}

internal readonly struct One : IExtent
{
    public static int Value => 1;
}

internal readonly struct Two : IExtent
{
    public static int Value => 2;
}

internal readonly struct Three : IExtent
{
    public static int Value => 3;
}

internal readonly struct Four : IExtent
{
    public static int Value => 4;
}

internal readonly struct Five : IExtent
{
    public static int Value => 5;
}

internal readonly struct Six : IExtent
{
    public static int Value => 6;
}

internal readonly struct Seven : IExtent
{
    public static int Value => 7;
}

internal readonly struct Eight : IExtent
{
    public static int Value => 8;
}

/// <summary>How the last vector in the rows of a tile is read from B and written to C.</summary>
internal interface ITileEdge
{
    /// <summary>The last vector ends where C does, and has columns of the one before it, too.</summary>
    static abstract bool IsShared { get; }

    /// <summary>Only some lanes of the one vector belong to C, and B may end with it.</summary>
    static abstract bool IsMasked { get; }
}

/// <summary>The columns fill all vectors.</summary>
internal readonly struct WholeEdge : ITileEdge
{
    public static bool IsShared => false;

    public static bool IsMasked => false;
}

/// <summary>
/// More than one vector, the last of which begins early: no masks, for which AMD's stores take some twenty times as
/// long and NEON has no instruction.
/// </summary>
/// <remarks>Columns in two vectors are computed twice, alike, and stored twice.</remarks>
internal readonly struct SharedEdge : ITileEdge
{
    public static bool IsShared => true;

    public static bool IsMasked => false;
}

/// <summary>Fewer columns than a vector has lanes.</summary>
internal readonly struct MaskedEdge : ITileEdge
{
    public static bool IsShared => false;

    public static bool IsMasked => true;
}
