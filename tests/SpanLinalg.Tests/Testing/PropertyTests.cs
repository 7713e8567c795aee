using FsCheck.Fluent;
using Xunit.Sdk;

namespace SpanLinalg.Tests;

/// <summary>The helper that runs properties can fail, shrinks, and says how to see the failure again.</summary>
public class PropertyTests
{
    [Fact]
    public void A_false_property_fails_with_the_simplest_case_and_the_seed()
    {
        XunitException failure = Assert.Throws<XunitException>(() =>
            Property.Check(
                Gen.Choose(0, 1000),
                number => Assert.True(number < 17),
                shrink: number => number > 0 ? [number - 1] : []
            )
        );
        Assert.Contains($"{Property.EnvironmentVariable}=", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"Shrunk:{Environment.NewLine}17", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_true_property_is_tried_as_often_as_asked()
    {
        int tries = 0;
        Property.Check(Gen.Choose(0, 1000), number => tries += number >= 0 ? 1 : 0, count: 37);
        Assert.Equal(37, tries);
    }

    [Fact]
    public void Matrices_are_generated_in_every_layout_and_with_empty_and_single_sides()
    {
        List<MatrixCase> cases = [];
        Property.Check(MatrixCase.UpTo(20), cases.Add, count: 500);
        Assert.Equal(Layouts.All, cases.Select(x => x.Layout).Distinct().Order());
        Assert.Equal(Spectra.All, cases.Select(x => x.Spectrum).Distinct().Order());
        Assert.Contains(cases, x => x.Rows == 0 && x.Columns > 0);
        Assert.Contains(cases, x => x.Columns == 0 && x.Rows > 0);
        Assert.Contains(cases, x => x.Rows == 1 && x.Columns > 1);
        Assert.Contains(cases, x => x.Columns == 1 && x.Rows > 1);
        Assert.Contains(cases, x => x.Columns == x.Rows && x.Rows > 5);
    }
}
