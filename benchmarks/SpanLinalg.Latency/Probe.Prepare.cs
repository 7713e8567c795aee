namespace SpanLinalg.Latency;

internal static partial class Probe
{
    static partial void Prepare(string name, int size, string type)
    {
        // The library has no warm-up yet.
    }
}
