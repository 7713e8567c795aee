using SpanLinalg.Textbook;

namespace SpanLinalg.Tests;

/// <summary>The provider of a third party, which is compiled against the public types alone.</summary>
public sealed class Textbook : IProviderUnderTest
{
    public static LinearAlgebraProvider Provider { get; } = new TextbookProvider();
}

// It keeps the laws, and so do the defaults of what it leaves out: products with vectors, Q, least squares, limits.

public sealed class TextbookGemmLawTests : GemmLawTests<double, Textbook>;

public sealed class TextbookGemmShapeTests : GemmShapeTests<float, Textbook>;

public sealed class TextbookGemvTests : GemvTests<double, Textbook>;

public sealed class TextbookQrAcceptanceTests : QrAcceptanceTests<float, Textbook>;

public sealed class TextbookQrConventionTests : QrConventionTests<double, Textbook>;

public sealed class TextbookPivotedQrAcceptanceTests : PivotedQrAcceptanceTests<double, Textbook>;

public sealed class TextbookPivotedQrLimitTests : PivotedQrLimitTests<double, Textbook>;

public sealed class TextbookLeastSquaresTests : LeastSquaresTests<double, Textbook>;

public sealed class TextbookSvdLawTests : SvdLawTests<double, Textbook>;
