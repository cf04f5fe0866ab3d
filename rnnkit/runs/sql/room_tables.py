"""The tables of rooms, see `rnnkit.runs.rooms`. All of a room goes with its row in `rooms`."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from rnnkit.runs.sql.registry import metadata

rooms = Table(
    "rooms",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("code", String(8), nullable=False, unique=True),  # what members join by
    Column("opener", String(64), nullable=False, index=True),  # whose quota it counts against, no right
    Column("title", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("state", String(16), nullable=False),  # "open", "ended"
    Column("shown", Text, nullable=False),  # what the teacher put on the projector
    Column("created", Float, nullable=False),
    Column("ends", Float, nullable=False),  # when it is forgotten
    Column("ended", Float),  # when its teacher ended it
)

room_data = Table(  # what members train on, and what they never see
    "room_data",
    metadata,
    Column("room", String(32), ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("dataset_id", String(64), ForeignKey("datasets.id"), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("settings", Text, nullable=False),  # the preset
    Column("slice", LargeBinary),  # read by workers alone
    Column("reading", Text, nullable=False),  # how it is read
    Column("rows", Integer, nullable=False),  # in the slice
    Column("seed", String(32), nullable=False),  # draws which half of it is public
    Column("said", Text, nullable=False),  # what was done in cutting, in sentences
)

room_teachers = Table(
    "room_teachers",
    metadata,
    Column("id", String(64), primary_key=True),  # hash of the secret in the link
    Column("room", String(32), ForeignKey("rooms.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("created", Float, nullable=False),
    Column("withdrawn", Float),
)

room_members = Table(
    "room_members",
    metadata,
    Column("id", String(32), primary_key=True),  # what others know a member by, never the visitor
    Column("room", String(32), ForeignKey("rooms.id", ondelete="CASCADE"), nullable=False),
    Column("viewer", String(64), nullable=False, index=True),
    Column("pseudonym", String(64), nullable=False),
    Column("name", Text, nullable=False),  # as the member wants to be called; empty: by the pseudonym
    Column("joined", Float, nullable=False),
    Column("seen", Float, nullable=False),
    Column("page", String(64), nullable=False),
    Column("lesson", String(64), nullable=False),
    Column("runs", Integer, nullable=False),  # that were started; deleting runs takes none of them back
    Index("room_members_once", "room", "viewer", unique=True),
    Index("room_members_names", "room", "pseudonym", unique=True),
)

room_entries = Table(  # what runs and baselines are worth on the hidden slice
    "room_entries",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("room", String(32), ForeignKey("rooms.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("data", Integer, nullable=False),
    Column("member", String(32), ForeignKey("room_members.id", ondelete="CASCADE")),  # none: a baseline
    Column("name", Text, nullable=False),  # of a baseline, or what the run is called
    Column("run_id", String(32), unique=True),  # it may be deleted and its entry stays
    Column("at", Float, nullable=False),
    Column("kind", String(16), nullable=False),  # what the units are, see rnnkit.compare.units
    Column("block", Integer, nullable=False),
    Column("rows", String(64), nullable=False),  # fingerprint: only entries on the same rows are compared
    Column("loss", LargeBinary, nullable=False),  # of every unit, float64, little endian
    Column("mass", LargeBinary, nullable=False),
    Column("metric", String(32), nullable=False),
    Column("reason", Text, nullable=False),  # why it was not scored; empty where it was
)

room_answers = Table(
    "room_answers",
    metadata,
    Column("member", String(32), ForeignKey("room_members.id", ondelete="CASCADE"), primary_key=True),
    Column("lesson", String(64), primary_key=True),
    Column("question", String(64), primary_key=True),
    Column("answer", Text, nullable=False),
    Column("right", Boolean, nullable=False),
    Column("at", Float, nullable=False),
)

ROOM_TABLES = (rooms, room_data, room_teachers, room_members, room_entries, room_answers)
