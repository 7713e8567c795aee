using System.Runtime.InteropServices;

namespace SpanLinalg.Lora.Tests;

/// <summary>What a sound file gives back.</summary>
public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("{}")]
    [InlineData("{}      ")]
    [InlineData("""{"__metadata__":{}}""")]
    public void A_file_may_be_empty(string header)
    {
        using SafetensorsFile file = Open(SafetensorsBytes.File(header, 0));
        Assert.Empty(file.Tensors);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void Metadata_are_kept()
    {
        using SafetensorsFile file = Open(SafetensorsBytes.File("""{"__metadata__":{"format":"pt","é":"\n"}}""", 0));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("\n", file.Metadata["é"]);
    }

    [Fact]
    public void Tensors_come_in_the_order_of_the_header_whatever_their_offsets()
    {
        const string Header = """
            {"z":{"dtype":"U8","shape":[1],"data_offsets":[1,2],"new_field":[{}]},
             "a":{"data_offsets":[0,1],"shape":[],"dtype":"BOOL"}}
            """;
        using SafetensorsFile file = Open(SafetensorsBytes.File(Header, 2));
        Assert.Equal(["z", "a"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Same(file.Tensors[1], file.Find("a"));
        Assert.Null(file.Find("b"));
    }

    [Fact]
    public void A_scalar_has_one_element_and_a_zero_dimension_none()
    {
        using SafetensorsFile file = Open(
            SafetensorsBytes.Of(("scalar", [], [7]), ("none", [3, 0, 2], []), ("vector", [2], [8, 9]))
        );
        Assert.Equal([7f], file.Find("scalar")!.AsSpan<float>().ToArray());
        Assert.Equal(0, file.Find("none")!.Length);
        Assert.Empty(file.Find("none")!.AsSpan<float>().ToArray());
        Assert.Equal([8f, 9f], file.Find("vector")!.AsSpan<float>().ToArray());
    }

    [Fact]
    public void Floating_point_types_are_widened_exactly()
    {
        double[] values = [0, -0.0, 1, -2.5, 1.0 / 3, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        ushort[] brain = [.. values.Select(value => (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16))];
        using SafetensorsFile file = Open(
            SafetensorsBytes.OfBytes(
                ("F64", "F64", [8], Bytes(values)),
                ("F32", "F32", [8], Bytes([.. values.Select(value => (float)value)])),
                ("F16", "F16", [8], Bytes([.. values.Select(value => (Half)value)])),
                ("BF16", "BF16", [8], Bytes(brain))
            )
        );

        double[] read = new double[8];
        file.Find("F64")!.CopyTo(read);
        Assert.Equal(values, read);
        file.Find("F32")!.CopyTo(read);
        Assert.Equal(values.Select(value => (double)(float)value), read);
        file.Find("F16")!.CopyTo(read);
        Assert.Equal(values.Select(value => (double)(Half)value), read);
        file.Find("BF16")!.CopyTo(read);
        Assert.Equal(
            [0, -0.0, 1, -2.5, 0.33203125, double.NaN, double.PositiveInfinity, double.NegativeInfinity],
            read
        );

        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            float[] narrow = new float[8];
            tensor.CopyTo(read);
            tensor.CopyTo(narrow);
            Assert.Equal(read.Select(value => (float)value), narrow);
        }
    }

    [Fact]
    public void A_matrix_is_viewed_where_the_file_has_it()
    {
        using SafetensorsFile file = Open(SafetensorsBytes.Of(("a", [2, 3], [1, 2, 3, 4, 5, 6]), ("b", [1], [7])));
        ReadOnlyMatrixView<float> a = file.Find("a")!.AsMatrix<float>();
        Assert.Equal((2, 3), (a.Rows, a.Columns));
        Assert.Equal(6, a[1, 2]);
        Assert.Equal(4, a[1, 0]);
        Assert.Throws<SafetensorsException>(() => _ = file.Find("b")!.AsMatrix<float>());
        Assert.Throws<SafetensorsException>(() => _ = file.Find("a")!.AsMatrix<double>());
        Assert.Throws<SafetensorsException>(() => _ = file.Find("a")!.AsSpan<int>());
    }

    [Fact]
    public void Copying_allocates_nothing()
    {
        using SafetensorsFile file = Open(SafetensorsBytes.Of(("a", [64, 64], new float[4096])));
        double[] destination = new double[4096];
        file.Tensors[0].CopyTo(destination);
        long before = GC.GetAllocatedBytesForCurrentThread();
        file.Tensors[0].CopyTo(destination);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("I8", 1)]
    [InlineData("U8", 1)]
    [InlineData("BOOL", 1)]
    [InlineData("F8_E4M3", 1)]
    [InlineData("F8_E5M2", 1)]
    [InlineData("I16", 2)]
    [InlineData("U16", 2)]
    [InlineData("I32", 4)]
    [InlineData("U32", 4)]
    [InlineData("I64", 8)]
    [InlineData("U64", 8)]
    public void Other_types_are_listed_but_not_converted(string type, int size)
    {
        using SafetensorsFile file = Open(SafetensorsBytes.OfBytes(("a", type, [3], new byte[3 * size])));
        Assert.Equal(type, file.Tensors[0].Type.FormatName());
        Assert.Equal(3, file.Tensors[0].Length);
        string message = Assert.Throws<SafetensorsException>(() => file.Tensors[0].CopyTo(new double[3])).Message;
        Assert.Contains($"tensor 'a' is of type {type}, which cannot be converted", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_destination_of_another_length_is_refused()
    {
        using SafetensorsFile file = Open(SafetensorsBytes.Of(("a", [2], [1, 2])));
        Assert.Throws<ArgumentException>("destination", () => file.Tensors[0].CopyTo(new double[3]));
        Assert.Throws<ArgumentException>("destination", () => file.Tensors[0].CopyTo(new float[1]));
    }

    [Fact]
    public void A_closed_file_is_not_read()
    {
        SafetensorsFile file = Open(SafetensorsBytes.Of(("a", [2], [1, 2])));
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Tensors[0].CopyTo(new double[2]));
    }

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    private SafetensorsFile Open(byte[] bytes) => SafetensorsFile.Open(folder.Write("file.safetensors", bytes));
}
