using System.Text.Json;

namespace SpanLinalg.Cli.Tests;

public sealed class ColumnTests
{
    private static readonly Column<double?>[] Columns =
    [
        new("name", x => x is null ? null : "a, \"b\""),
        new("count", x => x is null ? null : 3),
        new("many", x => x is null ? null : 1L << 40),
        new("number", x => x),
    ];

    [Fact]
    public void Csv_has_a_line_for_each_row_and_nothing_for_null() =>
        Assert.Equal(
            "name,count,many,number\n\"a, \"\"b\"\"\",3,1099511627776,0.1\n,,,\n\"a, \"\"b\"\"\",3,1099511627776,NaN\n",
            CsvText.Compose(Columns, [0.1, null, double.NaN])
        );

    [Fact]
    public void Json_has_an_object_for_each_row_with_the_same_names()
    {
        using JsonDocument document = JsonDocument.Parse(JsonText.Compose(Columns, [0.1, null, double.NaN]));
        JsonElement[] rows = [.. document.RootElement.EnumerateArray()];
        Assert.Equal(
            ["\"a, \\\"b\\\"\" 3 1099511627776 0.1", "null null null null", "\"a, \\\"b\\\"\" 3 1099511627776 null"],
            rows.Select(row => string.Join(' ', row.EnumerateObject().Select(member => member.Value.GetRawText())))
        );
        foreach (JsonElement row in rows)
        {
            Assert.Equal(Columns.Select(column => column.Name), row.EnumerateObject().Select(member => member.Name));
        }
    }

    [Fact]
    public void A_column_of_a_part_is_empty_where_there_is_no_part()
    {
        Column<string> length = new("length", text => text.Length);
        Column<string?[]> ofFirst = length.Of<string?[]>(parts => parts[0]);
        Assert.Equal("length", ofFirst.Name);
        Assert.Equal(
            [2, null],
            (
                (string?[][])
                    [
                        ["ab"],
                        [null],
                    ]
            ).Select(ofFirst.Value)
        );
    }

    [Fact]
    public void A_value_that_has_no_form_in_json_is_a_mistake() =>
        Assert.Throws<ArgumentException>(() => JsonText.Compose<int>([new("when", _ => DateTime.UnixEpoch)], [1]));
}
