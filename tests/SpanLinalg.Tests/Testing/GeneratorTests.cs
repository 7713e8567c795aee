using FsCheck.Fluent;

namespace SpanLinalg.Tests;

/// <summary>The generators meet what they are there to meet, and their cases shrink to the simplest.</summary>
public class GeneratorTests
{
    [Fact]
    public void Matrices_are_generated_in_every_layout_and_with_empty_and_single_sides()
    {
        MatrixCase[] cases = [.. MatrixCase.Arbitrary().Generator.Sample(1000, 20)];
        Assert.Equal(Spectra.All, cases.Select(x => x.Spectrum).Distinct().Order());
        foreach (bool byColumns in new[] { false, true })
        {
            foreach (bool gap in new[] { false, true })
            {
                foreach (bool skip in new[] { false, true })
                {
                    Assert.Contains(
                        cases,
                        x => (x.Layout.ByColumns, x.Layout.Gap > 0, x.Layout.Skip > 0) == (byColumns, gap, skip)
                    );
                }
            }
        }
        Assert.Contains(cases, x => x.Rows == 0 && x.Columns > 0);
        Assert.Contains(cases, x => x.Columns == 0 && x.Rows > 0);
        Assert.Contains(cases, x => x.Rows == 1 && x.Columns > 1);
        Assert.Contains(cases, x => x.Columns == 1 && x.Rows > 1);
        Assert.Contains(cases, x => x.Columns == x.Rows && x.Rows > 5);
        Assert.All(cases, x => Assert.InRange(Math.Max(x.Rows, x.Columns), 0, 20));
    }

    [Fact]
    public void A_failing_matrix_shrinks_to_the_smallest_and_plainest_that_fails()
    {
        MatrixCase start = new(47, 60, Layout.StridedColumns, Spectrum.RankDeficient, 1e20, 12345);
        Assert.Equal(
            new MatrixCase(5, 3, Layout.RowMajor, Spectrum.Even, 10, 0),
            Simplest(start, x => x.Shrink(), x => x.Rows >= 5 && x.Columns >= 3 && x.Condition > 1)
        );
        Assert.Equal(
            new MatrixCase(0, 1, new(true, 1, 0), Spectrum.Geometric, 1, 0),
            Simplest(
                start,
                x => x.Shrink(),
                x => x.Columns > 0 && x.Layout is { ByColumns: true, Gap: > 0 } && x.Spectrum != Spectrum.Even
            )
        );
    }

    [Fact]
    public void A_failing_product_shrinks_to_the_smallest_and_plainest_that_fails() =>
        Assert.Equal(
            new ProductCase(0, 4, 9, default, new(false, 0, 1), default, 0),
            Simplest(
                new ProductCase(50, 60, 70, Layout.PaddedColumns, Layout.StridedColumns, Layout.PaddedRows, 77),
                x => x.Shrink(),
                x => x.N >= 4 && x.K >= 9 && x.B.Skip > 0
            )
        );

    /// <summary>What a failure is reported with: the first simpler case that fails, as long as there is one.</summary>
    private static TCase Simplest<TCase>(TCase failing, Func<TCase, IEnumerable<TCase>> shrink, Func<TCase, bool> fails)
    {
        while (shrink(failing).Where(fails).Take(1).ToArray() is [TCase simpler])
        {
            failing = simpler;
        }
        return failing;
    }
}
