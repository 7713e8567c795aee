namespace SpanLinalg.Lora.Tests;

public sealed class LoraTrainerTests
{
    private const int Rows = 5;
    private const int Columns = 7;
    private const int Rank = 3;
    private const int Batch = 4;
    private const double Scale = 1.7;

    private readonly NumpyRandom random = new(3);
    private readonly Matrix<double> inputs;
    private readonly Matrix<double> update;
    private readonly Matrix<double> targets = new(Batch, Rows);
    private readonly LoraTrainer<double> trainer;

    public LoraTrainerTests()
    {
        inputs = Normal(Batch, Columns);
        update = Normal(Rows, Columns);
        Gemm.Multiply(inputs, update.Transposed, targets);
        trainer = new(Normal(Rank, Columns), Rows, Scale, Batch, _ => new Sgd<double>(0.1));
        // Away from the start, where B is zero and half of the formulas with it.
        Normal(Rows, Rank).View.CopyTo(trainer.B.Values);
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        AssertGradient(trainer.A);
        AssertGradient(trainer.B);
    }

    [Fact]
    public void The_loss_is_that_of_the_layer_with_its_base_weight()
    {
        Matrix<double> baseWeight = Normal(Rows, Columns);
        Matrix<double> adapted = new(baseWeight.View);
        Gemm.Multiply(Scale, trainer.B.Values, trainer.A.Values, 1.0, adapted);
        Matrix<double> tuned = new(baseWeight.View);
        for (int i = 0; i < tuned.Elements.Length; i++)
        {
            tuned.Elements[i] += update.Elements[i];
        }

        double loss = 0;
        for (int sample = 0; sample < Batch; sample++)
        {
            for (int row = 0; row < Rows; row++)
            {
                double residual = 0;
                for (int column = 0; column < Columns; column++)
                {
                    residual += (adapted[row, column] - tuned[row, column]) * inputs[sample, column];
                }
                loss += residual * residual / (2 * Batch);
            }
        }
        Assert.Equal(loss, trainer.Backward(inputs, targets), 1e-12 * loss);
    }

    [Fact]
    public void Forward_change_and_update_are_those_of_the_product()
    {
        Matrix<double> product = new(Rows, Columns);
        trainer.Update(product);
        Matrix<double> expected = new(Rows, Columns);
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                for (int k = 0; k < Rank; k++)
                {
                    expected[i, j] += Scale * trainer.B.Values[i, k] * trainer.A.Values[k, j];
                }
                Assert.Equal(expected[i, j], product[i, j], 1e-13);
            }
        }

        Matrix<double> output = new(Batch, Rows);
        Gemm.Multiply(inputs, expected.Transposed, output);
        double squares = 0;
        foreach (double element in output.Elements)
        {
            squares += element * element;
        }
        Assert.Equal(Math.Sqrt(squares / Batch), trainer.ForwardChange(inputs), 1e-12);
    }

    [Fact]
    public void A_step_follows_both_gradients()
    {
        trainer.Backward(inputs, targets);
        double a = trainer.A.Values[1, 2] - (0.1 * trainer.A.Gradient[1, 2]);
        double b = trainer.B.Values[4, 0] - (0.1 * trainer.B.Gradient[4, 0]);
        trainer.Step();
        Assert.Equal(a, trainer.A.Values[1, 2], 1e-15);
        Assert.Equal(b, trainer.B.Values[4, 0], 1e-15);
    }

    private void AssertGradient(ParameterMatrix<double> parameters)
    {
        const double Difference = 1e-5;
        trainer.Backward(inputs, targets);
        Matrix<double> gradient = new(parameters.Gradient);
        for (int i = 0; i < gradient.Rows; i++)
        {
            for (int j = 0; j < gradient.Columns; j++)
            {
                double value = parameters.Values[i, j];
                parameters.Values[i, j] = value + Difference;
                double above = trainer.Backward(inputs, targets);
                parameters.Values[i, j] = value - Difference;
                double below = trainer.Backward(inputs, targets);
                parameters.Values[i, j] = value;
                // The loss is a quadratic in one entry: the central difference has no error but rounding.
                Assert.Equal((above - below) / (2 * Difference), gradient[i, j], 1e-8 * (1 + Math.Abs(gradient[i, j])));
            }
        }
    }

    private Matrix<double> Normal(int rows, int columns)
    {
        Matrix<double> matrix = new(rows, columns);
        random.FillNormal(matrix.Elements);
        return matrix;
    }
}
