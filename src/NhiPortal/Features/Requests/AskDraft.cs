using System.Globalization;
using System.Text.Json;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;

namespace NhiPortal.Features.Requests;

/// <summary>How a typed value is meant: an approval binds the exact JSON value, so 1 and "1" are different asks.</summary>
public enum ValueKind
{
    Text,
    Number,
    TrueOrFalse,
}

/// <summary>One declared field of the action as typed into the form.</summary>
public sealed class DraftField(string name)
{
    public string Name => name;
    public string? Text { get; set; }
    public ValueKind Kind { get; set; }

    /// <summary>The JSON value meant; null when nothing or nothing fitting is typed.</summary>
    public JsonElement? Value => (Kind, Text?.Trim()) switch
    {
        (_, null or "") => null,
        (ValueKind.Text, var text) => JsonSerializer.SerializeToElement(text),
        (ValueKind.Number, var text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonSerializer.SerializeToElement(number) : null,
        (_, var text) => bool.TryParse(text, out var yes) ? JsonSerializer.SerializeToElement(yes) : null,
    };
}

/// <summary>The terms of a standing pre-approval as typed into the form.</summary>
public sealed class StandingDraft
{
    public string? Name { get; set; }
    public int Uses { get; set; } = 10;
    public int PerDay { get; set; } = 1;
    public int Days { get; set; } = 7;

    public StandingAsk Read() => new(Name, Uses, PerDay, Days);
}

/// <summary>What a person has filled in so far to ask on an integration's behalf.</summary>
public sealed class AskDraft
{
    public Guid? Workload { get; set; }
    public TargetFact? Target { get; private set; }
    public PathFact? Action { get; private set; }
    public string? Resource { get; set; }
    public IReadOnlyList<DraftField> Fields { get; private set; } = [];
    public string? Justification { get; set; }
    public string? Ticket { get; set; }
    public int? Minutes { get; set; }
    public bool Brokered { get; set; }

    /// <summary>Set where a standing pre-approval is asked for.</summary>
    public StandingDraft? Standing { get; set; }

    public void Take(TargetFact? target)
    {
        Target = target;
        Take(target?.Actions.Values is [{ } only] ? only : null);
    }

    public void Take(PathFact? action)
    {
        (Action, Brokered) = (action, false);
        // What was typed for a field of the same name is meant again.
        Fields = [.. (action?.MeaningfulFields ?? []).Select(name => Fields.FirstOrDefault(field => field.Name == name) ?? new DraftField(name))];
    }

    /// <summary>The ask as far as it can be judged: everything but the words of the reason.</summary>
    public Result<Ask>? Read()
    {
        if (Workload is not { } workload || Target is null || Action is null || string.IsNullOrEmpty(Resource) || Fields.Any(field => field.Value is null))
            return null;
        var call = ActionCall.Create(Action.Action, Target.Key, Action.ResourceType, Resource, Fields.ToDictionary(field => field.Name, field => field.Value!.Value));
        return call.Succeeded
            ? new Ask(new WorkloadId(workload), call.Value) { Justification = Justification, Ticket = Ticket, Minutes = Minutes, Brokered = Brokered, Standing = Standing?.Read() }
            : call.Refusal;
    }
}
