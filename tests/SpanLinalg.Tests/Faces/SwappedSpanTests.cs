namespace SpanLinalg.Tests;

/// <summary>
/// Scratch in the place of a result is noticed: it is longer than the result, and a result of its length is too short.
/// </summary>
public class SwappedSpanTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 3)]
    [InlineData(3, 5)]
    [InlineData(16, 16)]
    [InlineData(200, 7)]
    [InlineData(90, 90)]
    public void Results_and_scratch_cannot_change_places(int rows, int columns)
    {
        Matrix<double> a = new(rows, columns);
        double[] result = new double[Math.Min(rows, columns)];
        int[] pivots = new int[columns];
        double[] qr = new double[Qr.FactorWorkspaceLength<double>(rows, columns)];
        double[] pivoted = new double[Qr.FactorPivotedWorkspaceLength<double>(rows, columns)];
        double[] values = new double[Svd.ValuesWorkspaceLength<double>(rows, columns)];
        Errors.AssertArgument("workspace", () => Qr.Factor(a, qr, result));
        Errors.AssertArgument("workspace", () => Qr.FactorPivoted(a, pivots, pivoted, result));
        Errors.AssertArgument("workspace", () => Svd.Values(a, values, result));
        Errors.AssertArgument("workspace", () => Svd.TryValues(a, values, result));
    }
}
