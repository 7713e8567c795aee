namespace SpanLinalg.Lora.Tests;

public sealed class FolderTests
{
    [Theory]
    [InlineData("src/SpanLinalg")]
    [InlineData("src/SpanLinalg.OpenBlas")]
    [InlineData("src/SpanLinalg.Lora")]
    [InlineData("src/SpanLinalg.Cli")]
    public void Folders_form_no_circle(string project)
    {
        string? circle = FolderGraph.OfProject(project).Circle();
        Assert.True(circle is null, $"The folders of {project} form a circle:\n{circle}");
    }

    [Fact]
    public void What_the_core_stands_on_is_seen()
    {
        FolderGraph graph = FolderGraph.OfProject("src/SpanLinalg");
        Assert.Empty(graph.UsedBy("Matrices"));
        Assert.Empty(graph.UsedBy("Simd"));
        Assert.Superset(new HashSet<string>(["Gemm", "Kernels", "Qr"]), graph.UsedBy("Svd").ToHashSet());
    }

    [Fact]
    public void What_the_library_is_made_of_is_seen()
    {
        FolderGraph graph = FolderGraph.OfProject("src/SpanLinalg.Lora");
        Assert.Empty(graph.UsedBy("Safetensors"));
        Assert.Empty(graph.UsedBy("LowRank"));
        Assert.Equal(["Safetensors"], graph.UsedBy("Adapters"));
        Assert.Equal(["Safetensors"], graph.UsedBy("Checkpoints"));
        Assert.Contains("Methods", graph.UsedBy("Comparison"));
    }

    [Theory]
    [InlineData("class A { B b; }", "class B { void M(A a) { } }")]
    [InlineData("class A { object b = B.Make(); }", "class B { public static object Make() => new A(); }")]
    [InlineData("static class A { public static B X(this int i) => new(); }", "class B { object M() => 1.X(); }")]
    [InlineData("class A { public B Next; }", "class B { int M(C c) => c.A.Next.X; int X; } class C { public A A; }")]
    public void A_circle_is_found_however_the_use_is_written(string first, string second)
    {
        string circle = FolderGraph.Of([("One/A.cs", first), ("Two/B.cs", second)]).Circle()!;
        Assert.Contains("One → Two: One/A.cs uses ", circle, StringComparison.Ordinal);
        Assert.Contains("Two → One: Two/B.cs uses ", circle, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_circle_is_found_and_a_diamond_is_none()
    {
        (string, string)[] diamond =
        [
            ("One/A.cs", "class A { B b; C c; }"),
            ("Two/B.cs", "class B { D d; }"),
            ("Three/C.cs", "/// <see cref=\"A\"/>\nclass C { D d; }"),
            ("Four/D.cs", "class D { }"),
            ("D.cs", "class Root { A a; }"),
        ];
        Assert.Null(FolderGraph.Of(diamond).Circle());
        string? circle = FolderGraph.Of([.. diamond, ("Four/E.cs", "class E : Root { }")]).Circle();
        Assert.Equal(4, circle?.Split('\n').Length);
    }
}
