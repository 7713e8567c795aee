using System.Runtime.CompilerServices;
using SpanLinalg.OpenBlas.Tests;

namespace SpanLinalg.Tests;

// In this namespace the names of the nearer types win over those of xunit: the core's tests, compiled here, are skipped where
// OpenBLAS is missing, and those of what LAPACK does not promise are skipped anyway.

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactAttribute : NativeFactAttribute
{
    private static readonly Dictionary<string, string> NotPromised = new()
    {
        ["A_reflector_whose_element_and_norm_have_no_sum_in_the_format"] =
            "LAPACK's larfg computes alpha - beta, which overflows.",
    };

    /// <param name="test">The name of the method that has the attribute.</param>
    public FactAttribute([CallerMemberName] string test = "") => Skip ??= NotPromised.GetValueOrDefault(test);
}

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TheoryAttribute : NativeTheoryAttribute;
