"""Names that Streamlit has in no public place, all of them: who needs one takes it from here.

When a new version moves one, this is the file to mend. What reaches into the running server stands in
`pages.ui.frame.server`, each with its own test.
"""

from streamlit.components.v2.types import ComponentRenderer
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer
from streamlit.errors import StreamlitAuthError
from streamlit.runtime.scriptrunner import RerunData, StopException, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType
from streamlit.runtime.state import SafeSessionState
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile, UploadedFileRec

__all__ = [
    "ComponentRenderer",
    "DeletedFile",
    "DeltaGenerator",
    "ExpanderContainer",
    "RerunData",
    "SafeSessionState",
    "ScriptRequestType",
    "ScriptRequests",
    "StopException",
    "StreamlitAuthError",
    "UploadedFile",
    "UploadedFileRec",
    "get_script_run_ctx",
]
