using FsCheck.Fluent;

namespace SpanLinalg.Lora.Tests;

public sealed class Nf4Tests
{
    [Theory]
    [InlineData(32, 0.0873)]
    [InlineData(64, 0.0919)]
    [InlineData(128, 0.0954)]
    [InlineData(256, 0.0984)]
    public void Normal_numbers_lose_what_is_published(int blockSize, double expected)
    {
        double[] numbers = Normal(1_000_000);
        Nf4Tensor tensor = Nf4Tensor.Quantize<double>(numbers, blockSize, doubleQuantization: false);
        Assert.InRange(RelativeError(numbers, tensor), expected - 0.0003, expected + 0.0003);
        Assert.Equal(4 + (32.0 / blockSize), tensor.BitsPerWeight, 1e-3);
    }

    [Fact]
    public void Double_quantization_costs_4_127_bits_and_next_to_no_accuracy()
    {
        double[] numbers = Normal(1_000_000);
        Nf4Tensor tensor = Nf4Tensor.Quantize<double>(numbers);
        Assert.Equal(4.127, tensor.BitsPerWeight, 5e-4);
        Assert.InRange(RelativeError(numbers, tensor), 0.0916, 0.0922);
    }

    /// <summary>
    /// The paper's construction: eight positive and seven negative quantiles of a normal distribution, evenly spaced in
    /// probability up to the mean of 1 − 1/30 and 1 − 1/32, divided by the largest.
    /// </summary>
    [Fact]
    public void The_values_are_the_quantiles_of_the_paper()
    {
        const double Last = 0.9677083;
        double largest = Quantile(Last);
        for (int i = 1; i <= 8; i++)
        {
            Assert.Equal(Quantile(0.5 + (i * (Last - 0.5) / 8)) / largest, Nf4.Values[7 + i], 1e-6);
        }
        for (int i = 1; i <= 7; i++)
        {
            Assert.Equal(-Quantile(0.5 + (i * (Last - 0.5) / 7)) / largest, Nf4.Values[7 - i], 1e-6);
        }
        Assert.Equal(0, Nf4.Values[Nf4.Zero]);
    }

    [Fact]
    public void A_number_takes_the_nearest_value_and_halfway_the_lower_one()
    {
        for (byte code = 0; code < 15; code++)
        {
            double midpoint = (Nf4.Values[code] + Nf4.Values[code + 1]) / 2;
            Assert.Equal(code, Nf4.Encode(midpoint));
            Assert.Equal(code, Nf4.Encode(Math.BitDecrement(midpoint)));
            Assert.Equal(code + 1, Nf4.Encode(Math.BitIncrement(midpoint)));
            Assert.Equal(code, Nf4.Encode(Nf4.Values[code]));
        }
        Assert.Equal((0, 15), (Nf4.Encode(-7), Nf4.Encode(7)));
    }

    [Fact]
    public void No_other_value_is_nearer() =>
        Properties.ForAll(
            Gen.Choose(-1_100_000, 1_100_000).Select(n => n / 1e6),
            value =>
            {
                double chosen = Math.Abs(value - Nf4.Values[Nf4.Encode(value)]);
                foreach (double other in Nf4.Values)
                {
                    Assert.True(chosen <= Math.Abs(value - other));
                }
            }
        );

    [Fact]
    public void Two_codes_lie_in_a_byte_the_first_in_the_upper_half()
    {
        // Blocks of 3: (2, −2, 0.5) by 2 and (0, 4) by 4. Codes 15, 0, 10 (0.25 is nearest to 0.2461), then 7, 15.
        byte[] codes = new byte[3];
        float[] absmax = new float[2];
        Nf4.Quantize<double>([2, -2, 0.5, 0, 4], 3, codes, absmax);
        Assert.Equal([0xf0, 0xa7, 0xf7], codes);
        Assert.Equal([2f, 4f], absmax);
        double[] back = new double[5];
        Nf4.Dequantize(codes, absmax, 3, back.AsSpan());
        Assert.Equal([2, -2, 2 * 0.24611230194568634, 0, 4], back);
    }

    [Fact]
    public void Float_and_double_give_the_same_codes()
    {
        float[] numbers = [.. Normal(1001).Select(x => (float)x)];
        Nf4Tensor single = Nf4Tensor.Quantize<float>(numbers, 7);
        Nf4Tensor twice = Nf4Tensor.Quantize<double>(Array.ConvertAll(numbers, x => (double)x), 7);
        Assert.Equal(twice.Codes.ToArray(), single.Codes.ToArray());
        Assert.Equal(twice.Absmax.ToArray(), single.Absmax.ToArray());
    }

    [Fact]
    public void Zeros_and_nothing_stay_what_they_are()
    {
        Nf4Tensor zeros = Nf4Tensor.Quantize<double>(new double[5], 2);
        Assert.Equal([0x77, 0x77, 0x77], zeros.Codes.ToArray());
        double[] back = [1, 1, 1, 1, 1];
        zeros.Dequantize<double>(back);
        Assert.Equal(new double[5], back);
        Assert.Equal(0, Nf4Tensor.Quantize<double>([]).BitsPerWeight);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e300)]
    public void What_a_scale_cannot_hold_is_named(double value) =>
        Assert.Contains(
            "Element 2 is",
            Assert.Throws<NotFiniteNumberException>(() => Nf4Tensor.Quantize<double>([1, 2, value])).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Nf4Tensor.Quantize<double>([1], 0));
        Assert.Throws<ArgumentException>("codes", () => Nf4.Quantize<double>([1, 2, 3], 2, new byte[1], new float[2]));
        Assert.Throws<ArgumentException>("absmax", () => Nf4.Quantize<double>([1, 2, 3], 2, new byte[2], new float[1]));
        Assert.Throws<ArgumentException>(
            "destination",
            () => Nf4Tensor.Quantize<double>([1, 2, 3]).Dequantize<double>(new double[2])
        );
    }

    [Fact]
    public void Scales_in_8_bits_err_by_at_most_half_a_step()
    {
        float[] scales = [.. Normal(1000).Select(x => 3 + (float)x)];
        DoubleQuantization quantized = new(scales);
        float[] back = new float[scales.Length];
        quantized.Dequantize(back);
        Assert.Equal(scales.Average(), quantized.Offset, 1e-5f);
        for (int i = 0; i < scales.Length; i++)
        {
            float largest = quantized.BlockScales[i / DoubleQuantization.BlockSize];
            Assert.InRange(Math.Abs(back[i] - scales[i]), 0, (largest / 254) + 1e-6f);
        }
        Assert.Equal((1000 * 8) + (4 * 32) + 32, quantized.Bits);
        Assert.Throws<ArgumentException>("destination", () => quantized.Dequantize(new float[3]));
    }

    [Fact]
    public void Equal_scales_survive_exactly()
    {
        DoubleQuantization quantized = new([2.5f, 2.5f, 2.5f]);
        float[] back = new float[3];
        quantized.Dequantize(back);
        Assert.Equal([2.5f, 2.5f, 2.5f], back);
    }

    private static double[] Normal(int length)
    {
        double[] numbers = new double[length];
        new NumpyRandom(42).FillNormal(numbers);
        return numbers;
    }

    private static double RelativeError(double[] numbers, Nf4Tensor tensor)
    {
        double[] back = new double[numbers.Length];
        tensor.Dequantize<double>(back);
        double missed = numbers.Zip(back, (x, y) => (x - y) * (x - y)).Sum();
        return Math.Sqrt(missed / numbers.Sum(x => x * x));
    }

    /// <summary>The x with Φ(x) = p, by bisection over Simpson's rule.</summary>
    private static double Quantile(double p)
    {
        double low = 0;
        double high = 4;
        for (int step = 0; step < 50; step++)
        {
            double middle = (low + high) / 2;
            (low, high) = 0.5 + Integral(middle) < p ? (middle, high) : (low, middle);
        }
        return low;

        static double Integral(double x)
        {
            const int Steps = 200;
            double sum = 0;
            for (int i = 0; i <= Steps; i++)
            {
                double t = i * x / Steps;
                double weight = i is 0 or Steps ? 1 : (2 + (2 * (i % 2)));
                sum += weight * Math.Exp(-t * t / 2);
            }
            return sum * x / Steps / 3 / Math.Sqrt(2 * Math.PI);
        }
    }
}
