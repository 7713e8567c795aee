namespace SpanLinalg.Lora;

/// <summary>Sums over all entries of dense matrices.</summary>
internal static class Dense
{
    /// <summary>Σ A∘B.</summary>
    public static double InnerProduct(ReadOnlyMatrixView<double> a, ReadOnlyMatrixView<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            sum += Blas1.Dot(a.Row(i), b.Row(i));
        }
        return sum;
    }

    /// <summary>Below this part of a norm, rounding has taken the digits of a <see cref="Remainder"/>.</summary>
    public const double LeastRemainder = 1e-5;

    /// <summary>√(‖A‖² − ‖P‖²): what an orthogonal projection P leaves of A, by Pythagoras.</summary>
    public static double Remainder(double norm, double kept) => Math.Sqrt(Math.Max(0, (norm - kept) * (norm + kept)));

    /// <summary>The index of the first number that is NaN or infinite, or −1.</summary>
    public static int IndexOfNotFinite(this Span<double> elements)
    {
        for (int i = 0; i < elements.Length; i++)
        {
            if (!double.IsFinite(elements[i]))
            {
                return i;
            }
        }
        return -1;
    }
}
