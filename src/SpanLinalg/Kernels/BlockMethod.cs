namespace SpanLinalg.Kernels;

/// <summary>How a block of C is computed.</summary>
internal enum BlockMethod
{
    /// <summary>All tiles of some columns, then those of the next columns.</summary>
    TilesByColumns,

    /// <summary>All tiles of some rows, then those of the next rows.</summary>
    TilesByRows,

    /// <summary>Few rows, to which B is added row after row: <see cref="RowSweep{TSimd, TVector, T}"/>.</summary>
    RowSweep,

    /// <summary>At most one vector of columns, two steps of the depth at a time, or four: <see cref="NarrowBlock{TSimd, TVector, T}"/>.</summary>
    Narrow,
}
