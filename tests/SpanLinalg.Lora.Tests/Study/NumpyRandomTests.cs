using System.Text.Json;

namespace SpanLinalg.Lora.Tests;

public sealed class NumpyRandomTests
{
    [Fact]
    public void Seed_42_begins_as_NumPy_s_does()
    {
        NumpyRandom random = new(42);
        double[] draws = new double[4];
        random.FillNormal(draws);
        Assert.Equal([0.4967141530112327, -0.13826430117118466, 0.6476885381006925, 1.5230298564080254], draws);
    }

    // np.random.seed(seed); np.random.random_sample()
    [Theory]
    [InlineData(0u, 0.5488135039273248)]
    [InlineData(42u, 0.3745401188473625)]
    public void Uniform_draws_are_NumPy_s(uint seed, double first) =>
        Assert.Equal(first, new NumpyRandom(seed).NextDouble());

    // The first output of MT19937 for the seed of its authors, and the 10000th, which the C++ standard fixes as
    // 4123659995.
    [Fact]
    public void The_generator_is_the_standard_s_mt19937()
    {
        NumpyRandom random = new(5489);
        double draw = 0;
        for (int i = 0; i < 5000; i++)
        {
            draw = random.NextDouble();
        }
        Assert.Equal(4123659995u >> 6, (uint)(draw * 9007199254740992.0 % 67108864.0));
    }

    [SharedDataFact]
    public void The_reference_s_draws_have_the_same_bits()
    {
        using JsonDocument reference = JsonDocument.Parse(
            File.ReadAllText(SharedData.PathOf("reference", "lora-study-seed42.json"))
        );
        NumpyRandom random = new(42);
        foreach (JsonElement draw in reference.RootElement.GetProperty("first_randn").EnumerateArray())
        {
            Assert.Equal(draw.GetDouble(), random.NextNormal());
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(uint.MaxValue)]
    public void Normal_draws_of_any_seed_have_mean_zero_and_variance_one(uint seed)
    {
        NumpyRandom random = new(seed);
        double[] draws = new double[100_000];
        random.FillNormal(draws);
        Assert.Equal(0, draws.Average(), 0.02);
        Assert.Equal(1, draws.Average(draw => draw * draw), 0.03);
    }
}
