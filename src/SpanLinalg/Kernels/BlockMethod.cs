namespace SpanLinalg.Kernels;

/// <summary>How a block of C is computed.</summary>
internal enum BlockMethod
{
    /// <summary>All tiles of some columns, then those of the next columns.</summary>
    TilesByColumns,

    /// <summary>All tiles of some rows, then those of the next rows.</summary>
    TilesByRows,

    /// <summary>At most sixteen rows, to which B is added row after row; nothing is packed.</summary>
    RowSweep,

    /// <summary>At most one vector of columns, two steps of the depth at a time; A lies in contiguous rows.</summary>
    TwoStepsAtOnce,

    /// <summary>At most half a vector of columns, four steps at a time; A lies in contiguous rows.</summary>
    FourStepsAtOnce,
}
