namespace SpanLinalg.Tests;

/// <summary>How a test matrix lies in memory.</summary>
internal enum Layout
{
    /// <summary>Rows without gaps.</summary>
    RowMajor,

    /// <summary>Columns without gaps.</summary>
    ColumnMajor,

    /// <summary>Rows with a gap after each: a block of a wider matrix.</summary>
    PaddedRows,

    /// <summary>Columns with a gap after each: LAPACK's leading dimension.</summary>
    PaddedColumns,

    /// <summary>Both strides above one, the row stride the larger: every second column of a matrix.</summary>
    StridedRows,

    /// <summary>Both strides above one, the column stride the larger.</summary>
    StridedColumns,
}

internal static class Layouts
{
    public static readonly Layout[] All = Enum.GetValues<Layout>();

    /// <summary>The layouts in turn, so that a loop over many cases meets them all.</summary>
    public static Layout Cycle(int index) => All[index % All.Length];

    public static (int RowStride, int ColumnStride) Strides(this Layout layout, int rows, int columns) =>
        layout switch
        {
            Layout.RowMajor => (columns, 1),
            Layout.ColumnMajor => (1, rows),
            Layout.PaddedRows => (columns + 3, 1),
            Layout.PaddedColumns => (1, rows + 5),
            Layout.StridedRows => ((2 * columns) + 1, 2),
            Layout.StridedColumns => (3, (3 * rows) + 2),
            _ => throw new ArgumentOutOfRangeException(nameof(layout)),
        };
}
