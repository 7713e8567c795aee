namespace SpanLinalg.Kernels;

/// <summary>In which order a block of C is computed.</summary>
internal enum BlockOrder
{
    /// <summary>All tiles of some columns, then those of the next columns.</summary>
    ByColumns,

    /// <summary>All tiles of some rows, then those of the next rows.</summary>
    ByRows,

    /// <summary>No tiles: B goes by row after row, and is added to all rows of C.</summary>
    BySteps,
}
