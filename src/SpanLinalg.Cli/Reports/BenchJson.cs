using System.Text.Json;

namespace SpanLinalg.Cli;

/// <summary>A duel as a JSON array of one object for each size.</summary>
internal static class BenchJson
{
    public static string Compose(BenchReport report) =>
        JsonText.ComposeArray(report.Results, (writer, result) => Write(writer, report.Members(result)));

    private static void Write(Utf8JsonWriter writer, object?[] members)
    {
        foreach ((string key, object? member) in BenchReport.Keys.Zip(members))
        {
            switch (member)
            {
                case string text:
                    writer.WriteString(key, text);
                    break;
                case int number:
                    writer.WriteNumber(key, number);
                    break;
                case double number:
                    writer.WriteFinite(key, number);
                    break;
                default:
                    writer.WriteNull(key);
                    break;
            }
        }
    }
}
