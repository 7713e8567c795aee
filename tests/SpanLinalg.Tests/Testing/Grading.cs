using FsCheck;
using FsCheck.Fluent;

namespace SpanLinalg.Tests;

/// <summary>
/// How many decades the elements of a matrix rise, or fall, from the first row and column to the last.
/// </summary>
public readonly record struct Grading(int Down, int Across)
{
    public static Arbitrary<Grading> Arbitrary() =>
        Arb.From(
            from down in Gen.Choose(-12, 12)
            from across in Gen.Choose(-12, 12)
            select new Grading(down, across),
            grading =>
                [
                    .. grading.Down.Toward(0).Select(down => grading with { Down = down }),
                    .. grading.Across.Toward(0).Select(across => grading with { Across = across }),
                ]
        );

    internal Dense Of(Dense a)
    {
        (int down, int across) = (Down, Across);
        return Dense.Build(
            a.Rows,
            a.Columns,
            (i, j) =>
                a[i, j]
                * Math.Pow(10, (down * i / Math.Max(1.0, a.Rows - 1)) + (across * j / Math.Max(1.0, a.Columns - 1)))
        );
    }

    public override string ToString() => $"graded by {Down} decades down and {Across} across";
}
