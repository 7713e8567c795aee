namespace SpanLinalg.Codegen.Tests;

/// <summary>The judge itself: what it must accept and what it must refuse, in listings small enough to see.</summary>
public class LoopVerdictTests
{
    private const string GoodBody = """
               vmovups  ymm14, ymmword ptr [rdx]
               vfmadd231pd ymm2, ymm14, ymmword ptr [rsi]
               vfmadd231pd ymm3, ymm14, ymmword ptr [rsi+0x20]
        """;

    [Fact]
    public void A_loop_in_registers_is_accepted() => Assert.Empty(Judge(GoodBody));

    [Fact]
    public void Another_number_of_multiply_adds_is_refused() =>
        Assert.Contains(
            "3 multiply-adds on ymm registers, not 2",
            Judge(GoodBody + "\n       vfmadd213pd ymm4, ymm0, ymm2"),
            StringComparison.Ordinal
        );

    [Fact]
    public void More_instructions_than_there_may_be_are_refused()
    {
        const int loop = 4;
        Assert.Empty(Judge(GoodBody, mostInstructions: loop));
        Assert.Contains(
            "4 instructions, more than 3",
            Judge(GoodBody, mostInstructions: loop - 1),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("vfmadd231sd xmm4, xmm0, xmm2")]
    [InlineData("vfmadd231pd xmm4, xmm0, xmm2")]
    public void Multiply_adds_of_other_width_do_not_count(string line) =>
        Assert.Empty(Judge($"{GoodBody}\n       {line}"));

    [Theory]
    [InlineData("vmovups  ymmword ptr [rbp-0x90], ymm3")]
    [InlineData("vmovups  ymm3, ymmword ptr [rsp+0x40]")]
    [InlineData("vmulpd   ymm1, ymm2, ymmword ptr [rbp-0x90]")]
    public void A_spill_is_refused_and_shown(string line) =>
        Assert.Contains(
            string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]),
            Judge($"{GoodBody}\n       {line}"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("mov      rax, qword ptr [rbp-0x18]")]
    [InlineData("vmovups  ymm3, ymmword ptr [rbx+0x20]")]
    public void Whole_numbers_from_the_stack_and_vectors_from_elsewhere_are_allowed(string line) =>
        Assert.Empty(Judge($"{GoodBody}\n       {line}"));

    [Fact]
    public void A_general_register_called_rbp_is_no_stack() =>
        Assert.Empty(Judge($"{GoodBody}\n       vmovups  ymm3, ymmword ptr [rbp+0x20]", frame: "; rsp based frame"));

    [Fact]
    public void A_call_is_refused() =>
        Assert.Contains(
            "calls:",
            Judge($"{GoodBody}\n       call     [System.Double:MultiplyAddEstimate(double,double,double):double]"),
            StringComparison.Ordinal
        );

    [Fact]
    public void What_happens_outside_the_innermost_loop_is_allowed()
    {
        const string listing = """
            ; Assembly listing for method K:Run() (FullOpts)
            ; fp based frame

            G_M000_IG01:                ;; offset=0x0000
                        stp     d8, d9, [sp, #0x10]
            G_M000_IG02:                ;; offset=0x0010
                        ldr     q1, [fp, #0x20]
            G_M000_IG03:                ;; offset=0x0020
                        fmla    v16.2d, v10.2d, v13.2d
                        cbz     w1, G_M000_IG05
                        blt     G_M000_IG03
            G_M000_IG04:                ;; offset=0x0030
                        bl      [elsewhere]
                        b       G_M000_IG02
            G_M000_IG05:                ;; offset=0x0040
                        ret     lr
            """;
        MethodListing method = Assert.Single(MethodListing.Parse(listing));
        Assert.Equal(3, Assert.Single(method.InnermostLoops()).Body.Count);
        Assert.Empty(LoopVerdict.Judge(method, fmas: 1, "v"));
    }

    [Fact]
    public void All_loops_that_are_equally_busy_are_judged()
    {
        const string spill = "vmovups  ymm3, ymmword ptr [rbp-0x90]";
        Assert.Contains(spill[9..], Judge(TwoLoops(GoodBody, $"{GoodBody}\n       {spill}")), StringComparison.Ordinal);
        Assert.Contains(spill[9..], Judge(TwoLoops($"{GoodBody}\n       {spill}", GoodBody)), StringComparison.Ordinal);
        Assert.Empty(Judge(TwoLoops(GoodBody, GoodBody)));
        Assert.Empty(Judge(TwoLoops(GoodBody, spill)));

        // The second ends as the listing does.
        static string TwoLoops(string first, string second) =>
            $"""
                {first}
                       jl       SHORT G_M000_IG03
                G_M000_IG05:                ;; offset=0x0100
                {second}
                       jl       SHORT G_M000_IG05
                       jmp      G_M000_IG04
                """;
    }

    [Fact]
    public void A_second_jump_to_the_head_of_a_loop_is_none_of_its_own()
    {
        string around = GoodBody + "\n       jle      SHORT G_M000_IG03\n       call     [elsewhere]";
        Assert.Empty(Judge(around));
    }

    [Fact]
    public void A_loop_that_is_moved_behind_the_one_around_it_is_seen()
    {
        const string listing = """
            ; Assembly listing for method K:Run() (FullOpts)
            ; rbp based frame
            G_M000_IG01:                ;; offset=0x0000
                   push     rbp
            G_M000_IG02:                ;; offset=0x0010
                   vmovups  ymm0, ymmword ptr [rbp+0x10]
                   test     eax, eax
                   jg       G_M000_IG05
            G_M000_IG03:                ;; offset=0x0020
                   vfmadd213pd ymm0, ymm1, ymm2
                   vfmadd213pd ymm3, ymm1, ymm2
                   dec      ecx
                   jg       G_M000_IG02
            G_M000_IG04:                ;; offset=0x0030
                   ret
            G_M000_IG05:                ;; offset=0x0040
                   vfmadd231pd ymm0, ymm1, ymm2
                   dec      eax
                   jg       G_M000_IG05
                   jmp      G_M000_IG03
            """;
        Assert.Empty(LoopVerdict.Judge(Assert.Single(MethodListing.Parse(listing)), fmas: 1, "ymm"));
    }

    [Theory]
    [InlineData("str     q15, [fp, #0x210]")]
    [InlineData("ldp     q9, q8, [sp, #0x3D0]")]
    [InlineData("blr     xip0")]
    public void Spills_and_calls_of_arm64_are_refused(string line)
    {
        string listing = $"""
            ; Assembly listing for method K:Run() (FullOpts)
            ; fp based frame
            G_M000_IG03:                ;; offset=0x0020
                        fmla    v16.2d, v10.2d, v13.2d
                        {line}
                        blt     G_M000_IG03
            """;
        Assert.NotEmpty(LoopVerdict.Judge(MethodListing.Parse(listing)[0], fmas: 1, "v"));
    }

    [Fact]
    public void A_method_without_a_loop_is_refused() =>
        Assert.NotEmpty(LoopVerdict.Judge(new("K:Run()", [], new Dictionary<string, int>(), []), fmas: 0, "ymm"));

    private static string Judge(string body, string frame = "; rbp based frame", int? mostInstructions = null)
    {
        string listing = $"""
            ; Assembly listing for method K:Run() (FullOpts)
            {frame}

            G_M000_IG01:                ;; offset=0x0000
                   push     rbp
            G_M000_IG03:                ;; offset=0x00B0
            {body}
                   jl       SHORT G_M000_IG03
            G_M000_IG04:                ;; offset=0x0137
                   ret

            RWD00  	dq	3FEFF7CED916872Bh
            """;
        return LoopVerdict.Judge(Assert.Single(MethodListing.Parse(listing)), fmas: 2, "ymm", mostInstructions);
    }
}
