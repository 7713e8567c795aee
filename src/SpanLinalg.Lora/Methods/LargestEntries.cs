namespace SpanLinalg.Lora;

/// <summary>The k entries of largest magnitude.</summary>
internal static class LargestEntries
{
    /// <summary>Sets all but the k entries of largest magnitude to zero; among equals the first ones stay.</summary>
    /// <returns>The Frobenius norm of the entries that went.</returns>
    /// <remarks>Linear in the number of entries. Rents a copy of them.</remarks>
    public static double Keep(Span<double> entries, long count)
    {
        if (count >= entries.Length)
        {
            return 0;
        }
        using RentedMatrix rented = new(1, entries.Length);
        Span<double> magnitudes = rented.Elements;
        for (int i = 0; i < entries.Length; i++)
        {
            magnitudes[i] = Math.Abs(entries[i]);
        }
        double threshold = count == 0 ? double.PositiveInfinity : Descending(magnitudes, (int)count - 1);
        long ties = count - entries.CountLarger(threshold);
        double energy = 0;
        foreach (ref double entry in entries)
        {
            double magnitude = Math.Abs(entry);
            if (magnitude > threshold || (magnitude == threshold && ties-- > 0))
            {
                continue;
            }
            energy += entry * entry;
            entry = 0;
        }
        return Math.Sqrt(energy);
    }

    /// <summary>The element that sorting in descending order would put at an index; reorders the values.</summary>
    /// <remarks>Hoare's selection (Algorithm 65, Communications of the ACM, 1961), with the middle element as pivot.</remarks>
    public static double Descending(Span<double> values, int index)
    {
        int low = 0;
        int high = values.Length - 1;
        while (low < high)
        {
            double pivot = values[(low + high) / 2];
            int i = low;
            int j = high;
            while (i <= j)
            {
                while (values[i] > pivot)
                {
                    i++;
                }
                while (values[j] < pivot)
                {
                    j--;
                }
                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }
            if (index <= j)
            {
                high = j;
            }
            else if (index >= i)
            {
                low = i;
            }
            else
            {
                break;
            }
        }
        return values[index];
    }

    private static long CountLarger(this Span<double> entries, double threshold)
    {
        long count = 0;
        foreach (double entry in entries)
        {
            count += Math.Abs(entry) > threshold ? 1 : 0;
        }
        return count;
    }
}
