namespace SpanLinalg.Cli;

/// <summary>What a report is written as.</summary>
internal enum OutputFormat
{
    /// <summary>Tables and sentences for people.</summary>
    Table,

    /// <summary>One JSON object, numbers in full precision.</summary>
    Json,

    /// <summary>One table with a header line, numbers in full precision.</summary>
    Csv,
}
