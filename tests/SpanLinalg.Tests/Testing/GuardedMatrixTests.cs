using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace SpanLinalg.Tests;

/// <summary>The guards notice what they are there to notice.</summary>
public class GuardedMatrixTests
{
    [Fact]
    public void A_write_to_the_padding_is_noticed()
    {
        foreach (Layout layout in Layouts.All)
        {
            foreach (float value in new[] { 0, float.NaN })
            {
                GuardedMatrix<float> after = new(3, 4, layout);
                after.AssertPaddingIntact();
                Unsafe.Add(ref after[2, 3], 1) = value;
                Assert.ThrowsAny<XunitException>(() => after.AssertPaddingIntact());

                GuardedMatrix<float> before = new(3, 4, layout);
                Unsafe.Add(ref before[0, 0], -1) = value;
                Assert.ThrowsAny<XunitException>(() => before.AssertPaddingIntact());
            }
        }
    }

    [Fact]
    public void A_changed_input_is_noticed()
    {
        GuardedMatrix<double> matrix = new(new Dense(3, 4), Layout.PaddedRows);
        matrix.AssertUnchanged();
        matrix[1, 2] = -0.0;
        Assert.ThrowsAny<XunitException>(() => matrix.AssertUnchanged());
    }

    [Fact]
    public void A_write_between_the_elements_is_noticed()
    {
        foreach (Layout layout in new[] { Layout.PaddedRows, Layout.StridedRows, Layout.StridedColumns })
        {
            GuardedMatrix<float> matrix = new(3, 4, layout);
            matrix.View.Fill(1);
            matrix.AssertPaddingIntact();
            Unsafe.Add(ref matrix[0, 3], 1) = 1;
            Assert.ThrowsAny<XunitException>(() => matrix.AssertPaddingIntact());
        }
    }

    [Fact]
    public void Elements_that_were_never_written_are_not_numbers() =>
        Assert.True(double.IsNaN(new GuardedMatrix<double>(2, 2).ToDense().OneNorm()));
}
