namespace SpanLinalg.Lora;

/// <summary>Student's distribution (1908), for the confidence that a few samples give.</summary>
internal static class StudentT
{
    /// <summary>
    /// P(|t| ≤ bound) with a whole number of degrees of freedom (Abramowitz and Stegun, 26.7.3 and 26.7.4).
    /// </summary>
    /// <param name="angle">θ = atan(bound/√ν), 0 to π/2.</param>
    /// <param name="degreesOfFreedom">ν, 1 or more.</param>
    public static double Within(double angle, int degreesOfFreedom)
    {
        (double sine, double cosine) = Math.SinCos(angle);
        bool isOdd = int.IsOddInteger(degreesOfFreedom);
        double term = isOdd ? cosine : 1;
        double sum = 0;
        for (int k = isOdd ? 3 : 2; k <= degreesOfFreedom; k += 2)
        {
            sum += term;
            term *= cosine * cosine * (k - 1) / k;
        }
        return isOdd ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum;
    }

    /// <summary>The bound that |t| keeps within with a probability.</summary>
    /// <param name="probability">Above 0, below 1.</param>
    /// <param name="degreesOfFreedom">ν, 1 or more.</param>
    public static double Bound(double probability, int degreesOfFreedom)
    {
        double low = 0;
        double high = Math.PI / 2;
        while ((low + high) / 2 is double middle && middle > low && middle < high)
        {
            if (Within(middle, degreesOfFreedom) < probability)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
        return Math.Sqrt(degreesOfFreedom) * Math.Tan(low);
    }
}
