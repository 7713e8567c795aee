using System.Text;
using SpanLinalg.Cli;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return Application.Run(args, Terminal.OfThisProcess());
