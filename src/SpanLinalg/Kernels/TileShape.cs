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
    /// <summary>All its columns belong to C.</summary>
    static abstract bool IsWhole { get; }

    /// <summary>B ends with C, so the vector must not be loaded as a whole.</summary>
    static abstract bool IsMasked { get; }
}

/// <summary>The tile lies inside C.</summary>
internal readonly struct WholeEdge : ITileEdge
{
    public static bool IsWhole => true;

    public static bool IsMasked => false;
}

/// <summary>C ends in the last vector, B goes on: it is packed, and padded with zeros.</summary>
internal readonly struct PaddedEdge : ITileEdge
{
    public static bool IsWhole => false;

    public static bool IsMasked => false;
}

/// <summary>Both C and B end in the last vector.</summary>
internal readonly struct MaskedEdge : ITileEdge
{
    public static bool IsWhole => false;

    public static bool IsMasked => true;
}
