namespace SpanLinalg.Tests;

/// <summary>Vector views over any span: where their elements are, and what is refused.</summary>
public class VectorViewTests
{
    [Fact]
    public void Elements_are_a_stride_apart()
    {
        double[] memory = [.. Enumerable.Range(0, 20).Select(i => (double)i)];
        for (int length = 0; length < 5; length++)
        {
            for (int stride = 1; stride < 5; stride++)
            {
                ReadOnlyVectorView<double> read = new(memory, length, stride);
                VectorView<double> written = new(memory, length, stride);
                double[] expected = [.. Enumerable.Range(0, length).Select(i => memory[i * stride])];
                Assert.Equal(expected, read.ToArray());
                Assert.Equal(expected, written.ToArray());
                Assert.Equal((length, stride), (written.Length, written.Stride));

                int index = 0;
                foreach (double element in read)
                {
                    Assert.Equal(expected[index++], element);
                }
                Assert.Equal(length, index);
            }
        }
        Assert.Equal([3.0, 3, 3], new ReadOnlyVectorView<double>(memory.AsSpan(3), 3, 0).ToArray());
        Assert.Equal(memory, new VectorView<double>(memory).ToArray());
    }

    [Fact]
    public void A_loop_by_reference_writes()
    {
        double[] memory = [1, 2, 3, 4, 5];
        foreach (ref double element in new VectorView<double>(memory, 3, 2))
        {
            element *= 10;
        }
        Assert.Equal([10.0, 2, 30, 4, 50], memory);
    }

    [Fact]
    public void Vectors_stay_inside_their_span()
    {
        double[] memory = new double[9];
        Assert.Equal(5, new VectorView<double>(memory, 5, 2).Length);
        Errors.AssertArgument("elements", () => _ = new VectorView<double>(memory, 6, 2).Length);
        Errors.AssertArgument("elements", () => _ = new ReadOnlyVectorView<double>(memory, 6, 2).Length);
        Errors.AssertArgument("elements", () => _ = new ReadOnlyVectorView<double>(memory, 2, nint.MaxValue).Length);
        Errors.AssertArgument("elements", () => _ = new ReadOnlyVectorView<double>([], 1, 1).Length);
        Errors.AssertArgument("length", () => _ = new VectorView<double>(memory, -1, 1).Length);
        Errors.AssertArgument("length", () => _ = new ReadOnlyVectorView<double>(memory, -1, 1).Length);
        Errors.AssertArgument("stride", () => _ = new ReadOnlyVectorView<double>(memory, 1, -1).Length);
        Errors.AssertArgument("stride", () => _ = new VectorView<double>(memory, 2, 0).Length);
        Assert.Equal(0, new VectorView<double>([], 0, 3).Length);
    }

    [Fact]
    public void A_loop_allocates_nothing()
    {
        double[] memory = new double[100];
        Allocations.AssertNone(() =>
        {
            double sum = 0;
            foreach (double element in new ReadOnlyVectorView<double>(memory, 30, 3))
            {
                sum += element;
            }
            memory[0] = sum;
        });
    }
}
