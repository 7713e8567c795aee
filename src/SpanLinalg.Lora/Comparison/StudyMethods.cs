namespace SpanLinalg.Lora;

/// <summary>The methods on the study's two updates.</summary>
/// <param name="Style">On the update of low rank under noise.</param>
/// <param name="Facts">On the update of full rank.</param>
public sealed record StudyMethods(ComparisonReport Style, ComparisonReport Facts)
{
    /// <summary>Compares on both.</summary>
    /// <param name="options">The study's options; its α and seed are the comparison's.</param>
    /// <param name="progress">Told before each method, on this thread; may be null.</param>
    /// <exception cref="ArgumentException">The options have a <see cref="StudyOptions.Problem"/>.</exception>
    /// <exception cref="NotFiniteNumberException">
    /// The noise is so large that an entry of an update overflows.
    /// </exception>
    public static StudyMethods Run(StudyOptions options, IProgress<StudyProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ComparisonOptions comparison = new() { Seed = options.Seed, Alpha = options.Alpha };
        return new(
            MethodComparison.Run(SyntheticUpdate.Draw(UpdateKind.Style, options), comparison, progress),
            MethodComparison.Run(SyntheticUpdate.Draw(UpdateKind.Facts, options), comparison, progress)
        );
    }
}
