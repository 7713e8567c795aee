using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Tests;

/// <summary>How a test matrix lies in memory; the default is row after row without gaps.</summary>
/// <param name="ByColumns">Column after column instead of row after row.</param>
/// <param name="Gap">Elements left out after each row (or column), as a leading dimension does.</param>
/// <param name="Skip">Elements left out between neighbours: every second, third, … column (or row) of a matrix.</param>
public readonly record struct Layout(bool ByColumns, int Gap, int Skip)
{
    public static readonly Layout RowMajor;
    public static readonly Layout ColumnMajor = new(true, 0, 0);
    public static readonly Layout PaddedRows = new(false, 3, 0);
    public static readonly Layout PaddedColumns = new(true, 5, 0);
    public static readonly Layout StridedRows = new(false, 1, 1);
    public static readonly Layout StridedColumns = new(true, 2, 2);

    /// <summary>As often without gaps as with one or both kinds of them, odd ones too.</summary>
    public static Arbitrary<Layout> Arbitrary() =>
        Arb.From(
            from byColumns in Gen.Elements(false, true)
            from gap in Gen.Elements(0, 0, 1, 2, 3, 5, 8)
            from skip in Gen.Elements(0, 0, 0, 1, 2, 4)
            select new Layout(byColumns, gap, skip),
            layout => layout.Shrink()
        );

    /// <summary>Closer to the default.</summary>
    public IEnumerable<Layout> Shrink()
    {
        if (Skip > 0)
        {
            yield return this with
            {
                Skip = Skip / 2,
            };
        }
        if (Gap > 0)
        {
            yield return this with
            {
                Gap = Gap / 2,
            };
        }
        if (ByColumns)
        {
            yield return this with
            {
                ByColumns = false,
            };
        }
    }

    public (int RowStride, int ColumnStride) Strides(int rows, int columns)
    {
        int step = 1 + Skip;
        return ByColumns ? (step, (step * rows) + Gap) : ((step * columns) + Gap, step);
    }

    public override string ToString() =>
        (ByColumns ? "by columns" : "by rows")
        + (Skip > 0 ? $", {Skip} left out between neighbours" : "")
        + (Gap > 0 ? $", a gap of {Gap} after each" : "");
}

/// <summary>One layout of each kind, where all are to be met.</summary>
internal static class Layouts
{
    public static readonly Layout[] All =
    [
        Layout.RowMajor,
        Layout.ColumnMajor,
        Layout.PaddedRows,
        Layout.PaddedColumns,
        Layout.StridedRows,
        Layout.StridedColumns,
    ];

    /// <summary>The layouts in turn, so that a loop over many cases meets them all.</summary>
    public static Layout Cycle(int index) => All[index % All.Length];
}
