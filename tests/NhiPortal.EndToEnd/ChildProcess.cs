using System.Diagnostics;
using System.Net;
using System.Text;

namespace NhiPortal.EndToEnd;

/// <summary>A program a test started, with everything it printed. Its whole process tree ends with it.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder log = new();
    private readonly Lock gate = new();

    public ChildProcess(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public string Log
    {
        get
        {
            lock (gate)
                return log.ToString();
        }
    }

    public async Task ExitAsync(TimeSpan limit)
    {
        if (await EndAsync(limit) != 0)
            throw new InvalidOperationException($"{process.StartInfo.FileName} ended with {process.ExitCode}.\n{Log}");
    }

    /// <summary>The exit code, once everything the program printed has been read.</summary>
    public async Task<int> EndAsync(TimeSpan limit)
    {
        await process.WaitForExitAsync().WaitAsync(limit);
        return process.ExitCode;
    }

    /// <summary>Returns when the address answers 200; a program that ends or takes too long is killed and its output is in the exception.</summary>
    public async Task UntilOkAsync(HttpClient http, Uri address, TimeSpan limit, CancellationToken cancellation)
    {
        var waiting = Stopwatch.StartNew();
        while (!await AnswersOkAsync(http, address, cancellation))
        {
            if (process.HasExited || waiting.Elapsed > limit)
            {
                var reason = process.HasExited ? $"the program ended with {process.ExitCode}" : $"{limit} passed";
                Kill();
                throw new InvalidOperationException($"{address} did not answer 200: {reason}.\n{Log}");
            }

            await Task.Delay(100, cancellation);
        }
    }

    public void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit(TimeSpan.FromSeconds(10));
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    private static async Task<bool> AnswersOkAsync(HttpClient http, Uri address, CancellationToken cancellation)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        attempt.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            using var answer = await http.GetAsync(address, attempt.Token);
            return answer.StatusCode is HttpStatusCode.OK;
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    private void Append(string? line)
    {
        lock (gate)
            log.AppendLine(line);
    }
}
