namespace SpanLinalg.Cli;

/// <summary>A duel as a table of one size a line, with the columns that the JSON has as members.</summary>
internal static class BenchCsv
{
    public static string Compose(BenchReport report)
    {
        CsvText csv = new(BenchReport.Keys);
        foreach (DuelResult result in report.Results)
        {
            csv.Record(report.Members(result));
        }
        return csv.ToString();
    }
}
