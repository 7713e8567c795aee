namespace SpanLinalg.Lora;

/// <summary>
/// The random stream of NumPy's legacy generator: <c>np.random.seed(s)</c> followed by <c>np.random.randn</c>.
/// </summary>
/// <remarks>
/// <para>
/// MT19937 (Matsumoto and Nishimura, 1998), seeded by their <c>init_genrand</c>; a uniform double takes two draws, of
/// 27 and 26 bits; normal variates come in pairs from Marsaglia's polar form of Box–Muller. Every step is exact integer
/// or correctly rounded arithmetic except the logarithm, which is the C library's, as in NumPy: with the same C library
/// the two streams have the same bits.
/// </para>
/// <para>Not thread-safe. The constructor allocates 2.5 KB, the draws nothing.</para>
/// </remarks>
public sealed class NumpyRandom
{
    private const int StateLength = 624;
    private const int Shift = 397;
    private const uint UpperMask = 0x8000_0000;
    private const uint LowerMask = 0x7fff_ffff;
    private const uint TwistMatrix = 0x9908_b0df;

    private readonly uint[] state = new uint[StateLength];
    private int position = StateLength;
    private double keptNormal;
    private bool hasKeptNormal;

    /// <summary>The stream that <c>np.random.seed(seed)</c> starts.</summary>
    /// <param name="seed">Any of NumPy's seeds: 0 to 2³² − 1.</param>
    public NumpyRandom(uint seed)
    {
        state[0] = seed;
        for (uint i = 1; i < StateLength; i++)
        {
            uint previous = state[i - 1];
            state[i] = unchecked((1812433253u * (previous ^ (previous >> 30))) + i);
        }
    }

    /// <summary>The next double, uniform on [0, 1) with 53 random bits (NumPy: <c>random_sample</c>).</summary>
    public double NextDouble()
    {
        uint high = NextUInt32() >> 5;
        uint low = NextUInt32() >> 6;
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    /// <summary>The next standard normal variate (NumPy: <c>randn</c>).</summary>
    public double NextNormal()
    {
        if (hasKeptNormal)
        {
            hasKeptNormal = false;
            return keptNormal;
        }

        double x1;
        double x2;
        double squaredRadius;
        do
        {
            x1 = (2.0 * NextDouble()) - 1.0;
            x2 = (2.0 * NextDouble()) - 1.0;
            squaredRadius = (x1 * x1) + (x2 * x2);
        } while (squaredRadius >= 1.0 || squaredRadius == 0.0);

        // NumPy hands out the second coordinate first.
        double factor = Math.Sqrt(-2.0 * Math.Log(squaredRadius) / squaredRadius);
        keptNormal = factor * x1;
        hasKeptNormal = true;
        return factor * x2;
    }

    /// <summary>
    /// Fills a span with standard normal variates, in the order of <c>randn(d, k)</c> over a row-major matrix.
    /// </summary>
    /// <param name="destination">Receives the variates.</param>
    public void FillNormal(Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = NextNormal();
        }
    }

    private uint NextUInt32()
    {
        if (position == StateLength)
        {
            Twist();
        }

        uint y = state[position++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        return y ^ (y >> 18);
    }

    private void Twist()
    {
        for (int i = 0; i < StateLength; i++)
        {
            uint y = (state[i] & UpperMask) | (state[(i + 1) % StateLength] & LowerMask);
            state[i] = state[(i + Shift) % StateLength] ^ (y >> 1) ^ ((y & 1) * TwistMatrix);
        }
        position = 0;
    }
}
