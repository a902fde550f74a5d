using System.Buffers;
using System.Text.Json;

namespace NhiPortal.Domain.Audit;

internal ref struct CanonicalWriter(int sizeHint) : IDisposable
{
    private PooledBytes _output = new(sizeHint);
    private PooledBytes _text = new(256);
    private Member[] _members = ArrayPool<Member>.Shared.Rent(32);
    private int _memberCount;

    // Where a member's name lies in the text buffer, and the whole member with its comma in the output.
    private readonly record struct Member(int NameStart, int NameLength, int Start, int Length);

    public readonly ReadOnlySpan<byte> Written => _output.Written;

    public void WriteValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: WriteObject(ref reader); break;
            case JsonTokenType.StartArray: WriteArray(ref reader); break;
            case JsonTokenType.Number: CanonicalNumber.Write(ref reader, ref _output); break;
            case JsonTokenType.String:
                var start = _text.Length;
                CanonicalText.Unescape(ref reader, ref _text);
                CanonicalText.Quote(_text.Written[start..], ref _output);
                _text.CutTo(start);
                break;
            default: _output.Append(reader.ValueSpan); break;
        }
    }

    public void Dispose()
    {
        _output.Dispose();
        _text.Dispose();
        ArrayPool<Member>.Shared.Return(_members);
    }

    private void WriteArray(ref Utf8JsonReader reader)
    {
        _output.Append((byte)'[');
        var start = _output.Length;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            WriteValue(ref reader);
            _output.Append((byte)',');
        }
        Close(start, (byte)']');
    }

    private void WriteObject(ref Utf8JsonReader reader)
    {
        _output.Append((byte)'{');
        int start = _output.Length, firstMember = _memberCount, firstName = _text.Length;
        var inOrder = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var member = WriteMember(ref reader);
            if (inOrder && _memberCount > firstMember)
                inOrder = InOrder(_members[_memberCount - 1], member);
            Push(member);
        }
        if (!inOrder) Sort(_members.AsSpan(firstMember, _memberCount - firstMember), start, _text.Written[firstName..]);
        _memberCount = firstMember;
        _text.CutTo(firstName);
        Close(start, (byte)'}');
    }

    private Member WriteMember(ref Utf8JsonReader reader)
    {
        int start = _output.Length, nameStart = _text.Length;
        CanonicalText.Unescape(ref reader, ref _text);
        var nameLength = _text.Length - nameStart;
        CanonicalText.Quote(_text.Written[nameStart..], ref _output);
        _output.Append((byte)':');
        reader.Read();
        WriteValue(ref reader);
        _output.Append((byte)',');
        return new Member(nameStart, nameLength, start, _output.Length - start);
    }

    private void Close(int start, byte bracket)
    {
        if (_output.Length > start) _output.CutTo(_output.Length - 1);
        _output.Append(bracket);
    }

    private void Push(Member member)
    {
        if (_memberCount == _members.Length)
        {
            var larger = ArrayPool<Member>.Shared.Rent(_memberCount * 2);
            _members.CopyTo(larger, 0);
            ArrayPool<Member>.Shared.Return(_members);
            _members = larger;
        }
        _members[_memberCount++] = member;
    }

    private readonly void Sort(Span<Member> members, int start, ReadOnlySpan<byte> text)
    {
        var offset = _text.Length - text.Length;
        var names = ArrayPool<byte>.Shared.Rent(text.Length);
        text.CopyTo(names);
        members.Sort((a, b) => Compare(names, a, b, offset));
        ArrayPool<byte>.Shared.Return(names);
        for (var i = 1; i < members.Length; i++) InOrder(members[i - 1], members[i]);
        var target = _output.Written[start..];
        var unsorted = ArrayPool<byte>.Shared.Rent(target.Length);
        target.CopyTo(unsorted);
        foreach (var member in members)
        {
            unsorted.AsSpan(member.Start - start, member.Length).CopyTo(target);
            target = target[member.Length..];
        }
        ArrayPool<byte>.Shared.Return(unsorted);
    }

    private readonly bool InOrder(Member earlier, Member later) => Compare(_text.Written, earlier, later, 0) switch
    {
        0 => throw new FormatException("An object has two members of the same name."),
        var order => order < 0,
    };

    private static int Compare(ReadOnlySpan<byte> names, Member a, Member b, int offset) => CanonicalText.Compare(
        names.Slice(a.NameStart - offset, a.NameLength), names.Slice(b.NameStart - offset, b.NameLength));
}
