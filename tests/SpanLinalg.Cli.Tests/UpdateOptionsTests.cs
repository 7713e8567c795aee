namespace SpanLinalg.Cli.Tests;

/// <summary>Three commands draw updates: what is asked of one is asked of all in the same way.</summary>
public sealed class UpdateOptionsTests
{
    private static readonly string[][] Commands =
    [
        ["study"],
        ["dynamics"],
        ["compare", "--update", "style"],
    ];

    [Theory]
    [InlineData("'x' in --rows is not a whole number from 1 to 4096.", "--rows", "x")]
    [InlineData("'1.5' in --columns is not a whole number from 1 to 4096.", "--columns", "1.5")]
    [InlineData("'x' in --style-rank is not a whole number from 1 up.", "--style-rank", "x")]
    [InlineData("'-1' in --seed is not a whole number from 0 to 4294967295.", "--seed", "-1")]
    [InlineData("'1,5' in --noise is not a number.", "--noise", "1,5")]
    [InlineData("'x' in --alpha is not a number.", "--alpha", "x")]
    public void What_is_no_number_is_refused_in_one_sentence(string sentence, params string[] options)
    {
        foreach (string[] command in Commands)
        {
            Tool run = Tool.Run([.. command, .. options]);
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.Equal(sentence, run.Error.Split('\n')[0].TrimEnd());
        }
    }

    [Theory]
    [InlineData("The number of rows must be 1 to 4096, not 0.", "--rows", "0")]
    [InlineData("The number of columns must be 1 to 4096, not -3.", "--columns", "-3")]
    [InlineData("The noise must be a finite number, zero or more, not NaN.", "--noise", "NaN")]
    public void A_number_out_of_range_is_named_with_the_range(string sentence, params string[] options)
    {
        foreach (string[] command in Commands)
        {
            Assert.Equal(sentence, Tool.Failure([.. command, .. options]));
        }
    }

    [Fact]
    public void The_same_options_draw_the_same_update()
    {
        string[] options = ["--rows", "12", "--columns", "10", "--seed", "9", "--noise", "0.05", "--style-rank", "2"];
        double study = Tool.Json(["study", .. options]).GetProperty("style").GetProperty("frobenius_norm").GetDouble();
        double compared = Tool.Json(["compare", "--update", "style", .. options, "--ranks", "1"])
            .GetProperty("update_norm")
            .GetDouble();
        Assert.Equal(study, compared, 1e-12 * study);
    }
}
