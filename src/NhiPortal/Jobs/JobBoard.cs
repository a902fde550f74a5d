using Hangfire;
using Hangfire.Storage;
using NhiPortal.Domain;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Jobs;

/// <summary>One recurring job: when it ran and will run, and what came of it. Nothing of a run that the storage no longer holds.</summary>
public sealed record JobLine(string Name, string Purpose, DateTimeOffset? LastRun, DateTimeOffset? NextRun, string? State, string? Result);

/// <summary>Reads the recurring jobs for administrators; nothing for everybody else.</summary>
public sealed class JobBoard(JobStorage storage)
{
    private const int LongestResult = 200;

    public IReadOnlyList<JobLine> Read(Actor actor)
    {
        if (!Permissions.Allows(actor, Permission.Administer))
            return [];
        using var connection = storage.GetConnection();
        var known = connection.GetRecurringJobs().ToDictionary(job => job.Id);
        var runs = storage.GetMonitoringApi();
        return [.. Schedule.All.Select(job => known.GetValueOrDefault(job.Name) is not { } stored
            ? new JobLine(job.Name, job.Purpose, null, null, null, null)
            : new JobLine(job.Name, job.Purpose, Time(stored.LastExecution), Time(stored.NextExecution), stored.LastJobState,
                stored.LastJobId is { } run ? ResultOf(runs, run) : null))];
    }

    public static Tone ToneOf(string? state) => state switch
    {
        "Succeeded" => Tone.Ok,
        "Failed" => Tone.Bad,
        null => Tone.Neutral,
        _ => Tone.Waiting,
    };

    private static string? ResultOf(IMonitoringApi runs, string run)
    {
        var last = runs.JobDetails(run)?.History is [var newest, ..] ? newest : null;
        if (last is null)
            return null;
        var told = (last.Data.TryGetValue("Result", out var result) || last.Data.TryGetValue("ExceptionType", out result) ? result : last.Reason)?.Trim('"');
        return told is { Length: > LongestResult } ? told[..LongestResult] : told;
    }

    // Hangfire keeps UTC without saying so.
    private static DateTimeOffset? Time(DateTime? at) => at is { } utc ? new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)) : null;
}
