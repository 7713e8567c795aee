namespace SpanLinalg.Lora;

/// <summary>The best update of one layer that a method reaches with some parameters.</summary>
/// <param name="Parameters">The numbers that are trained.</param>
/// <param name="Bytes">
/// What an adapter file stores: parameters in float32, and an index of four bytes wherever an entry's place is chosen.
/// </param>
/// <param name="Setting">What the method made of its budget: "r = 4".</param>
/// <param name="Error">‖Ŵ − (W₀ + ΔW)‖_F, Ŵ being the weight that the method reaches.</param>
/// <param name="Reconstruct">Ŵ − W₀ as a matrix, to be compared with ΔW. Allocates it.</param>
/// <param name="BaseErrors">
/// Of a method that quantises the base: ‖Q + BA − W₀‖_F after each iteration of its initialisation, before anything is
/// trained. Empty for the others.
/// </param>
/// <param name="BaseBitsPerWeight">Bits for an entry of the base model: 32, or what the quantised base takes.</param>
public sealed record LayerFit(
    long Parameters,
    long Bytes,
    string Setting,
    double Error,
    Func<Matrix<double>> Reconstruct,
    IReadOnlyList<double> BaseErrors,
    double BaseBitsPerWeight
)
{
    /// <summary>Bytes of a parameter in float32.</summary>
    public const int BytesPerParameter = 4;

    /// <summary>Bytes of the place of an entry or block.</summary>
    public const int BytesPerIndex = 4;

    private const double BitsPerFloat = 32;

    /// <summary>A fit over an untouched base, all of whose parameters have a fixed place.</summary>
    internal LayerFit(long parameters, string setting, double error, Func<Matrix<double>> reconstruct)
        : this(parameters, BytesPerParameter * parameters, setting, error, reconstruct, [], BitsPerFloat) { }
}

/// <summary>What a method reaches over all layers.</summary>
/// <param name="Parameters">The numbers that are trained.</param>
/// <param name="Bytes">What an adapter file stores.</param>
/// <param name="Setting">What the method made of its budget.</param>
/// <param name="Layers">The layers' fits, in the order of the layers.</param>
public sealed record UpdateFit(long Parameters, long Bytes, string Setting, IReadOnlyList<LayerFit> Layers)
{
    /// <summary>The Frobenius norm of what is missed, over all layers together.</summary>
    public double Error => SpectralNorms.RootSumSquares(Layers.Select(layer => layer.Error));
}
