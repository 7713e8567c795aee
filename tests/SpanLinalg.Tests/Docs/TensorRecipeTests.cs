using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace SpanLinalg.Tests;

/// <summary>The view of a tensor in <c>docs/recipes.md</c>, which stands below as it does there.</summary>
public sealed partial class TensorRecipeTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(4, 1)]
    [InlineData(4, 5)]
    public void View_has_the_elements_of_the_tensor(int rows, int columns) =>
        Check(Numbered(rows, columns).AsTensorSpan());

    [Fact]
    public void View_of_a_transpose_has_its_strides()
    {
        Tensor<double> tensor = Numbered(3, 4);
        MatrixView<double> view = Of(Tensor.Transpose(tensor).AsTensorSpan());
        Assert.Equal((4, 3), (view.Rows, view.Columns));
        Check(Tensor.Transpose(tensor).AsTensorSpan());
    }

    [Theory]
    [InlineData(0, 5, 0, 7)]
    [InlineData(1, 4, 2, 6)]
    [InlineData(2, 3, 0, 7)]
    [InlineData(0, 5, 3, 4)]
    [InlineData(4, 5, 6, 7)]
    public void View_of_a_slice_lies_in_the_tensor(int top, int bottom, int left, int right)
    {
        TensorSpan<double> slice = Numbered(5, 7).AsTensorSpan([top..bottom, left..right]);
        Check(slice);
        Of(slice).Fill(-1);
        Assert.Equal(-1, slice[bottom - top - 1, right - left - 1]);
    }

    [Fact]
    public void Tensor_of_three_dimensions_is_refused() =>
        Assert.Equal(
            "tensor",
            Assert
                .Throws<ArgumentException>(() =>
                {
                    Of(Tensor.CreateFromShape<double>([2, 2, 2]).AsTensorSpan());
                })
                .ParamName
        );

    [Fact]
    public void Recipe_is_the_code_that_is_tested() =>
        Assert.Equal(Recipe("tests/SpanLinalg.Tests/Docs/TensorRecipeTests.cs"), Recipe("docs/recipes.md"));

    private static void Check(TensorSpan<double> tensor)
    {
        MatrixView<double> view = Of(tensor);
        Assert.Equal((tensor.Lengths[0], tensor.Lengths[1]), (view.Rows, view.Columns));
        for (int i = 0; i < view.Rows; i++)
        {
            for (int j = 0; j < view.Columns; j++)
            {
                Assert.Equal(tensor[i, j], view[i, j]);
            }
        }
    }

    private static Tensor<double> Numbered(int rows, int columns) =>
        Tensor.Create([.. Enumerable.Range(0, rows * columns).Select(i => (double)i)], [rows, columns]);

    static MatrixView<T> Of<T>(TensorSpan<T> tensor)
        where T : unmanaged
    {
        if (tensor.Rank != 2)
        {
            throw new ArgumentException("A matrix has two dimensions.", nameof(tensor));
        }
        int rows = checked((int)tensor.Lengths[0]),
            columns = checked((int)tensor.Lengths[1]);
        nint extent =
            tensor.FlattenedLength == 0
                ? 0
                : ((rows - 1) * tensor.Strides[0]) + ((columns - 1) * tensor.Strides[1]) + 1;
        Span<T> elements = MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), checked((int)extent));
        return new(elements, rows, columns, tensor.Strides[0], tensor.Strides[1]);
    }

    /// <summary>The recipe in a file, without the layout of its lines.</summary>
    private static string Recipe(string path)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SpanLinalg.sln")))
        {
            folder = folder.Parent;
        }
        string text = File.ReadAllText(Path.Combine(folder!.FullName, path));
        Match recipe = Method().Match(text);
        Assert.True(recipe.Success, path);
        return Blank().Replace(recipe.Value, "");
    }

    [GeneratedRegex(
        @"^ *static MatrixView<T> Of<T>\(TensorSpan<T> tensor\).*?tensor\.Strides\[1\]\);",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Method();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
