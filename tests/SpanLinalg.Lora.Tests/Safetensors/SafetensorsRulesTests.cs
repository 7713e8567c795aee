namespace SpanLinalg.Lora.Tests;

/// <summary>Every rule of the format, broken once.</summary>
public sealed class SafetensorsRulesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_empty_file() => Rejects([], null, "the file is empty, a pipe, a device or a broken link");

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void A_file_too_short_for_the_length_of_its_header(int bytes) =>
        Rejects(new byte[bytes], null, $"has {bytes} bytes, fewer than the 8 of the header's length");

    [Fact]
    public void A_header_of_absurd_length()
    {
        byte[] file = SafetensorsBytes.File("{}", 0);
        BitConverter.GetBytes(100_000_001L).CopyTo(file, 0);
        Rejects(file, null, "claims a header of 100000001 bytes");
        BitConverter.GetBytes(ulong.MaxValue).CopyTo(file, 0);
        Rejects(file, null, "claims a header of 18446744073709551615 bytes");
    }

    [Fact]
    public void A_header_longer_than_the_file()
    {
        byte[] file = SafetensorsBytes.File("{}", 0);
        file[0] = 3;
        Rejects(file, null, "is truncated: it claims a header of 3 bytes, but only 2 follow");
    }

    [Fact]
    public void A_header_that_is_not_utf8() =>
        Rejects(SafetensorsBytes.File([(byte)'{', (byte)'"', 0xff, (byte)'"'], []), null, "not UTF-8");

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData(" {}")]
    public void A_header_that_is_not_an_object(string header) =>
        Rejects(SafetensorsBytes.File(header, 0), null, "not a JSON object");

    [Theory]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{}\0")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1")]
    public void A_header_that_is_not_json(string header) =>
        Rejects(SafetensorsBytes.File(header, 0), null, "not valid JSON");

    [Fact]
    public void A_string_that_is_half_a_surrogate_pair() =>
        Rejects(SafetensorsBytes.File("{\"\\ud800\":{}}", 0), null, "not Unicode");

    [Fact]
    public void The_same_tensor_twice() =>
        Rejects(
            SafetensorsBytes.File($"{{{Entry("a", "U8", "[1]", "0,1")},{Entry("a", "U8", "[1]", "1,2")}}}", 2),
            null,
            "has the key 'a' twice"
        );

    [Fact]
    public void The_same_field_twice() =>
        Rejects(
            SafetensorsBytes.File("""{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1),
            null,
            "has the key 'dtype' twice in its header, under 'a'"
        );

    [Theory]
    [InlineData("""{"__metadata__":{"format":1}}""")]
    [InlineData("""{"__metadata__":{"format":null}}""")]
    [InlineData("""{"__metadata__":{"format":{"a":"b"}}}""")]
    [InlineData("""{"__metadata__":"text"}""")]
    public void Metadata_that_are_not_strings(string header) =>
        Rejects(SafetensorsBytes.File(header, 0), null, "__metadata__ that is not an object of strings");

    [Fact]
    public void The_same_metadata_twice() =>
        Rejects(
            SafetensorsBytes.File("""{"__metadata__":{"x":"1","x":"2"}}""", 0),
            null,
            "has the key 'x' twice in its header, under '__metadata__'"
        );

    [Fact]
    public void An_unknown_type() => RejectsTensor("F7", "[1]", "0,1", 1, "has the unknown dtype 'F7'");

    [Theory]
    [InlineData("[-1]")]
    [InlineData("[1.0]")]
    [InlineData("[1e1]")]
    [InlineData("[\"1\"]")]
    [InlineData("[18446744073709551615]")]
    public void A_dimension_that_is_no_size(string shape) =>
        RejectsTensor("U8", shape, "0,1", 1, "has a shape with something else than integers");

    [Theory]
    [InlineData("-1,0")]
    [InlineData("0,1.5")]
    [InlineData("0,null")]
    public void An_offset_that_is_no_size(string offsets) =>
        RejectsTensor("U8", "[1]", offsets, 1, "has a data_offsets with something else than integers");

    [Theory]
    [InlineData("0")]
    [InlineData("0,1,2")]
    public void Offsets_that_are_not_two(string offsets) => RejectsTensor("U8", "[1]", offsets, 1, "instead of 2");

    [Theory]
    [InlineData("""{"shape":[1],"data_offsets":[0,1]}""", "has no dtype")]
    [InlineData("""{"dtype":"U8","data_offsets":[0,1]}""", "has no shape")]
    [InlineData("""{"dtype":"U8","shape":[1]}""", "has no data_offsets")]
    [InlineData("""{"dtype":8,"shape":[1],"data_offsets":[0,1]}""", "has a dtype that is not a string")]
    [InlineData("""{"dtype":"U8","shape":1,"data_offsets":[0,1]}""", "has a shape that is not an array")]
    [InlineData("[]", "is not described by an object")]
    public void A_description_that_is_incomplete(string description, string rule) =>
        Rejects(SafetensorsBytes.File($"{{\"a\":{description}}}", 1), "a", rule);

    [Fact]
    public void A_shape_whose_size_overflows() =>
        RejectsTensor("F64", "[4294967296,4294967296]", "0,8", 8, "whose size overflows");

    [Fact]
    public void An_end_before_the_beginning() => RejectsTensor("U8", "[1]", "1,0", 1, "before it begins");

    [Fact]
    public void A_size_that_is_not_the_shape_s() =>
        RejectsTensor("F32", "[2,3]", "0,20", 20, "has 20 bytes, but [2, 3] of F32 needs 24");

    [Fact]
    public void A_gap_between_tensors() =>
        Rejects(
            SafetensorsBytes.File($"{{{Entry("a", "U8", "[1]", "0,1")},{Entry("b", "U8", "[1]", "2,3")}}}", 3),
            "b",
            "leaves a gap after byte 1"
        );

    [Fact]
    public void A_gap_before_the_first_tensor() => RejectsTensor("U8", "[1]", "1,2", 2, "leaves a gap after byte 0");

    [Fact]
    public void Tensors_that_overlap() =>
        Rejects(
            SafetensorsBytes.File($"{{{Entry("b", "U8", "[2]", "1,3")},{Entry("a", "U8", "[2]", "0,2")}}}", 3),
            "b",
            "overlaps the one that ends at 2"
        );

    [Fact]
    public void Data_cut_short() =>
        RejectsFile("U8", "[4]", "0,4", 3, "is truncated: its tensors take 4 bytes, but 3 follow the header");

    [Fact]
    public void Data_with_something_after_it() =>
        RejectsFile("U8", "[4]", "0,4", 5, "is padded: its tensors take 4 bytes, but 5 follow the header");

    [Fact]
    public void A_file_that_is_not_there() =>
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open(folder.PathOf("absent.safetensors")));

    [Fact]
    public void No_prefix_of_a_sound_file_is_sound()
    {
        byte[] sound = SafetensorsBytes.Of(("a", [2, 2], [1, 2, 3, 4]), ("b", [1], [5]));
        for (int length = 0; length < sound.Length; length++)
        {
            string path = folder.Write("prefix.safetensors", sound[..length]);
            Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path));
        }
        using SafetensorsFile whole = SafetensorsFile.Open(folder.Write("prefix.safetensors", sound));
        Assert.Equal(2, whole.Tensors.Count);
    }

    [Fact]
    public void A_changed_byte_in_the_header_gives_a_sound_file_or_a_message_that_names_it()
    {
        byte[] sound = SafetensorsBytes.Of(("a", [2, 2], [1, 2, 3, 4]), ("b", [1], [5]));
        Properties.ForAll(
            FsCheck.Fluent.Gen.Two(FsCheck.Fluent.Gen.Choose(0, sound.Length - 21)),
            change =>
            {
                byte[] bytes = [.. sound];
                bytes[change.Item1] ^= (byte)(1 << (change.Item2 % 8));
                string path = folder.Write("changed.safetensors", bytes);
                try
                {
                    SafetensorsFile.Open(path).Dispose();
                }
                catch (SafetensorsException exception)
                {
                    Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
                }
            }
        );
    }

    private static string Entry(string name, string type, string shape, string offsets) =>
        $$"""
            "{{name}}":{"dtype":"{{type}}","shape":{{shape}},"data_offsets":[{{offsets}}]}
            """;

    private void RejectsTensor(string type, string shape, string offsets, int dataLength, string rule) =>
        Rejects(SafetensorsBytes.File($"{{{Entry("a", type, shape, offsets)}}}", dataLength), "a", rule);

    private void RejectsFile(string type, string shape, string offsets, int dataLength, string rule) =>
        Rejects(SafetensorsBytes.File($"{{{Entry("a", type, shape, offsets)}}}", dataLength), null, rule);

    private void Rejects(byte[] file, string? tensor, string rule)
    {
        string path = folder.Write("wrong.safetensors", file);
        SafetensorsException exception = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path));
        Assert.Equal(path, exception.FilePath);
        Assert.Equal(tensor, exception.Tensor);
        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(
            tensor is null ? "the file" : $"tensor '{tensor}'",
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(rule, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
    }
}
