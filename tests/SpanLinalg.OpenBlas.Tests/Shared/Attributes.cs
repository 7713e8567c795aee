using SpanLinalg.OpenBlas.Tests;

namespace SpanLinalg.Tests;

// In this namespace the names of the nearer types win over those of xunit: the core's tests, compiled here, are skipped
// where OpenBLAS is missing.

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactAttribute : NativeFactAttribute;

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TheoryAttribute : NativeTheoryAttribute;

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PropertyAttribute : NativePropertyAttribute;
